/* SPDX-License-Identifier: GPL-2.0-or-later */
    .section .note.GNU-stack, "", %progbits

/* Vectors, and accesses that come back whether they fault or not: an abort
 * leaves its status in r3 and goes on behind the access. */
    .syntax unified
    .arm

    .section .vectors, "ax"
    b start                         /* reset */
    b .                             /* undefined */
    b .                             /* supervisor call */
    b prefetch_abort
    b data_abort
    b .
    b .
    b .

/* ARM DDI 0406C B1.8.3: LR is 8 behind the access. */
data_abort:
    mrc p15, 0, r3, c5, c0, 0       @ DFSR
    orr r3, r3, #0x80000000
    subs pc, lr, #4

/* Back to what r2 says, for the call did not happen. */
prefetch_abort:
    mrc p15, 0, r3, c5, c0, 1       @ IFSR
    orr r3, r3, #0x80000000
    movs pc, r2

    .text
    .globl start
start:
    ldr sp, =stack_end
    bl main
1:  b 1b

/* Each returns 0, or its fault status with bit 31 set; what a read finds goes
 * to found. */
    .globl try_read
try_read:
    mov r3, #0
    ldr r1, [r0]
    ldr r2, =found
    str r1, [r2]
    mov r0, r3
    bx lr

    .globl try_read_as_user
try_read_as_user:
    mov r3, #0
    ldrt r1, [r0]
    mov r0, r3
    bx lr

    .globl try_write
try_write:
    mov r3, #0
    str r1, [r0]
    mov r0, r3
    bx lr

    .globl try_call
try_call:
    push {lr}
    mov r3, #0
    adr r2, 1f
    blx r0
1:  mov r0, r3
    pop {pc}

    .globl set_domains
set_domains:
    mcr p15, 0, r0, c3, c0, 0       @ DACR
    isb
    bx lr

    .globl forget_page
forget_page:
    dsb
    mcr p15, 0, r0, c8, c7, 1       @ TLBIMVA
    mcr p15, 0, r0, c7, c5, 6       @ BPIALL
    dsb
    isb
    bx lr

/* The table for all addresses; caches stay off. */
    .globl mmu_on
mmu_on:
    mcr p15, 0, r0, c2, c0, 0       @ TTBR0
    mov r1, #0
    mcr p15, 0, r1, c2, c0, 2       @ TTBCR
    mcr p15, 0, r1, c8, c7, 0       @ TLBIALL
    mrc p15, 0, r1, c1, c0, 0       @ SCTLR
    bic r1, r1, #0x20000000         @ AFE
    bic r1, r1, #0x2000             @ V: vectors at 0
    orr r1, r1, #1                  @ M
    dsb
    mcr p15, 0, r1, c1, c0, 0
    isb
    bx lr
