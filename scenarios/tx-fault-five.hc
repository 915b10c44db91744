# Sixty seconds with a bad laser. The module is late, then trips its laser
# safety five times, ten seconds apart. sfp.c (sfp_sm_fault) pulses TX_DISABLE
# after a second and has the light back four times; the fifth time it gives the
# module up and the link stays down.
board    ar8031-cages
module   late = generic-1000base-sx  ready_after=900ms
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow kernel ~ "module transmit fault indicated"  # the laser is made to trip
allow kernel ~ "persistently indicates fault"     # the fifth time

@boot            expect  guest "ip link set eth0 up" status 0
then             insert  cage0 late
+0 .. 6s         expect  guest.link eth0 = up
+10s             trip    cage0
+1s .. 5s        expect  kernel ~ "module transmit fault recovered"
+10s             trip    cage0
+1s .. 5s        expect  kernel ~ "module transmit fault recovered"
+10s             trip    cage0
+1s .. 5s        expect  kernel ~ "module transmit fault recovered"
+10s             trip    cage0
+1s .. 5s        expect  kernel ~ "module transmit fault recovered"
+5s .. 9s        expect  guest.link eth0 = up
+10s             trip    cage0
+0 .. 5s         expect  kernel ~ "persistently indicates fault, disabling"
+5s .. 10s       expect  guest.link eth0 = down
then             expect  no kernel warning
