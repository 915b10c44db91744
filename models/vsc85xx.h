/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Microchip VSC85xx: two families of gigabit PHYs, eight parts. What the
 * ports of one package share, and what a board and a bench can do to it. */
#ifndef HC_VSC85XX_H
#define HC_VSC85XX_H

#include "i2c-bus.h"
#include "phy.h"

#define HC_VSC_PORTS 4
#define HC_VSC_PRAM_BYTES 16384
#define HC_VSC_XRAM_BYTES 4096
#define HC_VSC_TOKENS 4096          /* token ring registers */
#define HC_VSC_MACRO_REGS 256       /* serdes macro behind the CSR window */
#define HC_VSC_PROC_REGS 8          /* kept of each 1588 CSR target */
#define HC_VSC_TS_UNITS 2           /* 1588: one for two ports */
#define HC_VSC_ENGINES 6            /* ingress, egress, three times */
#define HC_VSC_ENGINE_REGS 0x340
#define HC_VSC_CLOCK_REGS 0x80
#define HC_VSC_FIFO 8               /* guess: egress stamps it can hold */
#define HC_VSC_STAMP_BYTES 26       /* ns, seconds, signature */

/* Lines of the package's host. */
enum { HC_VSC_IRQ_MDINT };

/* What distinguishes the parts of the two families. */
struct hc_vsc_part {
    uint16_t id2;               /* register 3 */
    uint16_t patch_base;        /* program address of the patch memory */
    uint16_t patch_crc;         /* of the patch that Linux wants */
    uint8_t  ports;
    bool     viper;             /* else Tesla */
    bool     macsec;
};

/* Registers behind the CSR window (page 4): all targets but the serdes macro
 * and the 1588 processors, which are the package's. */
struct hc_vsc_csr {
    enum hc_status (*read)(void *opaque, unsigned target, uint32_t addr,
                           uint32_t *ret);
    enum hc_status (*write)(void *opaque, unsigned target, uint32_t addr,
                            uint32_t value);
    void *opaque;
};

/* The longest frame that a filter may make. */
#define HC_VSC_FRAME_MAX 10272

/* Transforms frames between the MAC and the medium, into ret_frame of
 * HC_VSC_FRAME_MAX bytes. False: the frame is dropped. */
struct hc_vsc_filter {
    bool (*egress)(void *opaque, const uint8_t *frame, size_t len,
                   uint8_t *ret_frame, size_t size, size_t *ret_len);
    bool (*ingress)(void *opaque, const uint8_t *frame, size_t len,
                    uint8_t *ret_frame, size_t size, size_t *ret_len);
    void *opaque;
};

/* What no source settles; each is a guess turned round. */
struct hc_vsc_knobs {
    bool absent_times_out;      /* two-wire: not ready for 25 ms, else FF */
    bool ext_is_level;          /* r26.5 follows 29E2, else its edges */
    bool ext_ams_stick;         /* Viper B: r26.5 and r26.4 survive a read */
    bool fibre_is_copper_blind; /* r1.5, r5, r10 do not tell of fibre */
    bool serdes_ungated;        /* media needs no mailbox command */
    bool load_save_wired;       /* clocks latch on the pin, else on the bit */
};

/* A 1588 processor: local time counter and egress stamps. Plain data. */
struct hc_vsc_clock {
    uint32_t reg[HC_VSC_CLOCK_REGS];
    uint64_t at_ns;             /* virtual time of the last update */
    uint64_t seconds;
    uint32_t ns;
    uint32_t adjust;            /* as AUTO_ADJ was when it took effect */
    uint32_t phase_ns;          /* since the last nanosecond of it */
    uint32_t stamps, last_level;
    uint8_t  stamp[HC_VSC_FIFO][HC_VSC_STAMP_BYTES];
};

struct hc_vsc_package {
    struct hc_phy *port[HC_VSC_PORTS];
    const struct hc_host *host;             /* or NULL: port 0's time */
    struct hc_i2c_bus *i2c[HC_VSC_PORTS];   /* behind each SCL, or NULL */
    struct hc_vsc_csr csr[HC_VSC_PORTS];
    struct hc_vsc_filter filter[HC_VSC_PORTS];
    struct hc_vsc_knobs knobs;

    /* state, to the end */
    uint32_t reg[HC_PHY_REGS];
    uint64_t twi_due_ns;
    int32_t  temp_mdegc;
    uint32_t gpio_in;
    uint16_t pram_at, xram_at;
    uint16_t twi_ctrl, twi_cmd, twi_data;   /* as accepted */
    bool     pram_open;         /* an address was loaded for writing */
    bool     broadcasting;      /* false between calls */
    bool     twi_busy;
    bool     load_save, interrupt;
    uint8_t  fibre[HC_VSC_PORTS];           /* media serdes, by mailbox */
    uint8_t  loop[2][HC_VSC_PORTS];         /* serdes loops: media, MAC */
    uint8_t  pram[HC_VSC_PRAM_BYTES];
    uint8_t  xram[HC_VSC_XRAM_BYTES];
    uint32_t token[HC_VSC_TOKENS];
    uint32_t macro[HC_VSC_MACRO_REGS];
    uint32_t proc[HC_VSC_PORTS][4][HC_VSC_PROC_REGS];
    struct hc_vsc_clock clock[HC_VSC_PORTS];
    uint32_t engine[HC_VSC_TS_UNITS][HC_VSC_ENGINES][HC_VSC_ENGINE_REGS];
};

extern const struct hc_phy_part hc_phy_vsc8504, hc_phy_vsc8552,
    hc_phy_vsc8574, hc_phy_vsc8562, hc_phy_vsc8564, hc_phy_vsc8575,
    hc_phy_vsc8582, hc_phy_vsc8584;     /* hc_phy_vsc8572: phy.h */

/* The family data of a part, NULL for PHYs of others. */
const struct hc_vsc_part *hc_vsc_part(const struct hc_phy_part *part);

/* An empty package, as after power on; no wiring. */
void hc_vsc_package_init(struct hc_vsc_package *package);

/* Wiring: the world of the package, its wake and the shared MDINT. */
void hc_vsc_package_set_host(struct hc_vsc_package *package,
                             const struct hc_host *host);

/* Makes a PHY, already initialised, port `number` of the package. */
void hc_vsc_package_add(struct hc_vsc_package *package, struct hc_phy *phy,
                        unsigned number);

/* Wiring: the bus behind a port's SCL. */
void hc_vsc_package_set_i2c(struct hc_vsc_package *package, unsigned number,
                            struct hc_i2c_bus *bus);

/* Wiring: what is behind the CSR window of a port; NULL takes it away. */
void hc_vsc_package_set_csr(struct hc_vsc_package *package, unsigned number,
                            const struct hc_vsc_csr *csr);

/* Wiring: who transforms the frames of a port; NULL takes it away. */
void hc_vsc_package_set_filter(struct hc_vsc_package *package,
                               unsigned number,
                               const struct hc_vsc_filter *filter);

/* Registers and memories as after power on; before the ports' reset. */
void hc_vsc_package_reset(struct hc_vsc_package *package);

/* The glue calls this when the package's host->wake_at has come due. */
void hc_vsc_package_wake(struct hc_vsc_package *package);

/* The LOAD_SAVE pin of the 1588 clocks; its rising edge acts. */
void hc_vsc_package_load_save(struct hc_vsc_package *package, bool level);

/* An input pin, GPIO 0 to 15. */
void hc_vsc_package_set_gpio(struct hc_vsc_package *package, unsigned pin,
                             bool level);

/* Bench face: the die's temperature. */
void hc_vsc_package_set_temp(struct hc_vsc_package *package,
                             int32_t mdegc);

/* A MACsec engine of a port reports causes of 29E2. */
void hc_vsc_raise_ext(struct hc_phy *phy, uint32_t causes);

/* Errors that the wire can have. */
enum hc_vsc_error {
    HC_VSC_RX_ERRORS,           /* r19 */
    HC_VSC_FALSE_CARRIERS,      /* r20 */
    HC_VSC_COPPER_CRC,          /* 23E1 */
    HC_VSC_SERDES_TX_CRC,       /* 22E3 */
    HC_VSC_SERDES_RX_CRC,       /* 29E3 */
    HC_VSC_ERRORS
};

/* Bench face: n errors happen. */
void hc_vsc_count(struct hc_phy *phy, enum hc_vsc_error what, uint32_t n);

/* What the end of a cable pair looks like (vendor API, VeriPHY). */
enum hc_vsc_pair {
    HC_VSC_PAIR_OK = 0, HC_VSC_PAIR_OPEN = 1, HC_VSC_PAIR_SHORT = 2,
    HC_VSC_PAIR_ABNORMAL = 4
};

/* Bench face: the state of cable pair 0..3 and how far away it is. A fault
 * keeps gigabit from coming up. */
void hc_vsc_set_pair(struct hc_phy *phy, unsigned pair,
                     enum hc_vsc_pair state, unsigned metres);

/* Bench face: the cable needs a crossover in the PHY. */
void hc_vsc_set_crossover(struct hc_phy *phy, bool needed);

#endif
