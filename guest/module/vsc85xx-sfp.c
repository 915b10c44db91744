// SPDX-License-Identifier: GPL-2.0
/*
 * SFP cages behind a VSC85xx: what mainline's mscc driver lacks for them.
 *
 * A PHY node with an sfp property gets
 *  - an I2C adapter for the two-wire master of its package (20G to 22G), so
 *    that the cage's i2c-bus may name the PHY node itself;
 *  - an SFP port that takes modules: 1000BASE-X, SGMII, 100BASE-X;
 *  - its media set for the module, again after each ifup, because
 *    vsc8584_config_init() sets copper.
 *
 * The master reads and writes single bytes and cannot tell whether anybody
 * answered. Since 7.0 the adapter says just that. Older kernels' sfp.c wants
 * plain I2C, so there the adapter claims it and takes it apart into bytes:
 * 16-bit values that change, as hwmon reads them, may come out torn.
 *
 * Register names: 20G is register 20 of page 0x10, 23E1 register 23 of page 1.
 */

#include <linux/i2c.h>
#include <linux/iopoll.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_mdio.h>
#include <linux/phy.h>
#include <linux/platform_device.h>
#include <linux/rtnetlink.h>
#include <linux/sfp.h>
#include <linux/version.h>

/* 7.0 gave PHYs ports, and sfp.c an SMBus. */
#define HAVE_PHY_PORT	(LINUX_VERSION_CODE >= KERNEL_VERSION(7, 0, 0))

/* 6.12 lists the PHYs of an interface, one inside a module among them. */
#define HAVE_PHY_TOPOLOGY	(LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0))

#if HAVE_PHY_PORT
#include <linux/phy_port.h>
#endif

#define VSC_NAME		"vsc85xx-sfp"
#define VSC_MAX_PORTS		8

#define VSC_PAGE		31
#define VSC_PAGE_STANDARD	0
#define VSC_PAGE_EXT1		1
#define VSC_PAGE_GPIO		0x10

#define VSC_PHY_CTRL1		23
#define VSC_CTRL1_MEDIA		GENMASK(10, 8)
#define VSC_MEDIA_COPPER	0x0000
#define VSC_MEDIA_SERDES	0x0100
#define VSC_MEDIA_1000BASEX	0x0200
#define VSC_MEDIA_100BASEFX	0x0300

#define VSC_EXT1_NUMBER		23
#define VSC_NUMBER		GENMASK(15, 11)

/* 18G: the 8051's mailbox */
#define VSC_MAILBOX		18
#define VSC_MAILBOX_BUSY	BIT(15)
#define VSC_MAILBOX_FAILED	BIT(14)
#define VSC_CMD_1000BASEX_ON	0x80c1
#define VSC_CMD_100BASEFX_ON	0x80d1
#define VSC_CMD_1000BASEX_OFF	0x80e1
#define VSC_CMD_100BASEFX_OFF	0x80f1
#define VSC_CMD_PORT(n)		BIT(8 + (n))

/* 20G to 22G: the two-wire master */
#define VSC_TWI_CTRL		20
#define VSC_TWI_ADDR(a)		((a) << 9)
#define VSC_TWI_100KHZ		BIT(4)
#define VSC_TWI_ENABLE(n)	BIT(n)
#define VSC_TWI_CMD		21
#define VSC_TWI_READY		BIT(15)
#define VSC_TWI_PORT(n)		((n) << 10)
#define VSC_TWI_EXECUTE		BIT(9)
#define VSC_TWI_READ		BIT(8)
#define VSC_TWI_DATA		22
#define VSC_TWI_READ_DATA	GENMASK(15, 8)

#define SFP_EEPROM		0x50
#define SFP_DIAGNOSTICS		0x51

struct vsc_port {
	struct list_head head;		/* of vsc_ports */
	struct phy_device *phydev;
	struct i2c_adapter adapter;
	phy_interface_t interface;	/* the module's; NA: none */
	u8 number;			/* in the package */
};

/* Guarded by RTNL, which the callbacks of the SFP bus hold. */
static LIST_HEAD(vsc_ports);

static struct platform_device *vsc_devices[VSC_MAX_PORTS];

static struct vsc_port *vsc_find(struct phy_device *phydev)
{
	struct vsc_port *vsc;

	list_for_each_entry(vsc, &vsc_ports, head)
		if (vsc->phydev == phydev)
			return vsc;
	return NULL;
}

/* --- The two-wire master ------------------------------------------------- */

static int vsc_twi_wait(struct phy_device *phydev)
{
	int val, ret;

	ret = read_poll_timeout(__phy_read, val,
				val < 0 || (val & VSC_TWI_READY),
				100, 10000, false, phydev, VSC_TWI_CMD);
	return val < 0 ? val : ret;
}

/* With the bus locked and page 0x10 selected. */
static int __vsc_twi_byte(struct vsc_port *vsc, u16 addr, u8 reg, bool read,
			  u8 *byte)
{
	struct phy_device *phydev = vsc->phydev;
	u16 cmd = VSC_TWI_PORT(vsc->number) | VSC_TWI_EXECUTE | reg;
	int ret;

	ret = vsc_twi_wait(phydev);
	if (ret)
		return ret;
	ret = __phy_write(phydev, VSC_TWI_CTRL, VSC_TWI_ADDR(addr) |
			  VSC_TWI_100KHZ | VSC_TWI_ENABLE(vsc->number));
	if (!ret && !read)
		ret = __phy_write(phydev, VSC_TWI_DATA, *byte);
	if (!ret)
		ret = __phy_write(phydev, VSC_TWI_CMD,
				  cmd | (read ? VSC_TWI_READ : 0));
	if (!ret)
		ret = vsc_twi_wait(phydev);
	if (ret || !read)
		return ret;
	ret = __phy_read(phydev, VSC_TWI_DATA);
	if (ret < 0)
		return ret;
	*byte = FIELD_GET(VSC_TWI_READ_DATA, ret);
	return 0;
}

/*
 * The page and the master are shared by the package: they belong to us until
 * the byte is there. The bus of a PHY inside the module may be locked already,
 * hence nested.
 */
static int vsc_twi_byte(struct vsc_port *vsc, u16 addr, u8 reg, bool read,
			u8 *byte)
{
	struct phy_device *phydev = vsc->phydev;
	struct mii_bus *bus = phydev->mdio.bus;
	int ret, err;

	mutex_lock_nested(&bus->mdio_lock, MDIO_MUTEX_NESTED);
	ret = __phy_write(phydev, VSC_PAGE, VSC_PAGE_GPIO);
	if (!ret)
		ret = __vsc_twi_byte(vsc, addr, reg, read, byte);
	err = __phy_write(phydev, VSC_PAGE, VSC_PAGE_STANDARD);
	mutex_unlock(&bus->mdio_lock);
	if (ret || err)
		return ret ?: err;

	/*
	 * Nobody answers: the line stays high. No module identifies itself as
	 * FF, so here it is known; sfp.c then tries again.
	 */
	if (read && addr == SFP_EEPROM && reg == 0 && *byte == 0xff)
		return -ENXIO;
	return 0;
}

#if HAVE_PHY_PORT

static int vsc_smbus_xfer(struct i2c_adapter *adapter, u16 addr,
			  unsigned short flags, char read_write, u8 command,
			  int size, union i2c_smbus_data *data)
{
	if (size != I2C_SMBUS_BYTE_DATA || flags & I2C_CLIENT_TEN)
		return -EOPNOTSUPP;
	return vsc_twi_byte(i2c_get_adapdata(adapter), addr, command,
			    read_write == I2C_SMBUS_READ, &data->byte);
}

/*
 * Not words: those of an EEPROM need two addresses, those of a PHY at 0x56
 * two accesses to one.
 */
static u32 vsc_functionality(struct i2c_adapter *adapter)
{
	return I2C_FUNC_SMBUS_BYTE_DATA;
}

static const struct i2c_algorithm vsc_algorithm = {
	.smbus_xfer = vsc_smbus_xfer,
	.functionality = vsc_functionality,
};

#else

/* An EEPROM counts on; a PHY gives the bytes of a register one by one. */
static int vsc_twi_bytes(struct vsc_port *vsc, u16 addr, u8 reg, bool read,
			 u8 *bytes, u16 len)
{
	bool count = addr == SFP_EEPROM || addr == SFP_DIAGNOSTICS;
	int ret;
	u16 i;

	for (i = 0; i < len; i++) {
		ret = vsc_twi_byte(vsc, addr, count ? reg + i : reg, read,
				   &bytes[i]);
		if (ret)
			return ret;
	}
	return 0;
}

/* What tells a read where to begin, and the read. */
static bool vsc_is_read(const struct i2c_msg *msgs, int num)
{
	return num > 1 && msgs[0].len == 1 &&
	       (msgs[1].flags & ~I2C_M_DMA_SAFE) == I2C_M_RD &&
	       msgs[1].addr == msgs[0].addr;
}

/* Any number of [W register] [R n bytes] and [W register, n bytes] */
static int vsc_i2c_xfer(struct i2c_adapter *adapter, struct i2c_msg *msgs,
			int num)
{
	struct vsc_port *vsc = i2c_get_adapdata(adapter);
	int i, ret;

	for (i = 0; i < num; i++) {
		if (msgs[i].flags & ~I2C_M_DMA_SAFE || !msgs[i].len)
			return -EOPNOTSUPP;
		if (vsc_is_read(&msgs[i], num - i)) {
			ret = vsc_twi_bytes(vsc, msgs[i].addr, msgs[i].buf[0],
					    true, msgs[i + 1].buf,
					    msgs[i + 1].len);
			i++;
		} else {
			ret = vsc_twi_bytes(vsc, msgs[i].addr, msgs[i].buf[0],
					    false, msgs[i].buf + 1,
					    msgs[i].len - 1);
		}
		if (ret)
			return ret;
	}
	return num;
}

/* Plain I2C for sfp.c, and bytes for i2cget and its like. */
static u32 vsc_functionality(struct i2c_adapter *adapter)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_BYTE_DATA;
}

static const struct i2c_algorithm vsc_algorithm = {
	.master_xfer = vsc_i2c_xfer,
	.functionality = vsc_functionality,
};

#endif

/*
 * The parent is what i2c-bus = <&phy> finds. Only the end of a probe has the
 * driver core try the waiting cage again, so this is not done at module_init.
 */
static int vsc_add_adapter(struct device *dev, struct vsc_port *vsc)
{
	struct i2c_adapter *adapter = &vsc->adapter;

	adapter->owner = THIS_MODULE;
	adapter->algo = &vsc_algorithm;
	adapter->dev.parent = &vsc->phydev->mdio.dev;
	snprintf(adapter->name, sizeof(adapter->name), "VSC85xx %s",
		 phydev_name(vsc->phydev));
	i2c_set_adapdata(adapter, vsc);
	return devm_i2c_add_adapter(dev, adapter);
}

/* --- The media ----------------------------------------------------------- */

static int vsc_mailbox(struct vsc_port *vsc, u16 cmd)
{
	struct phy_device *phydev = vsc->phydev;
	int val, ret, err;

	phy_lock_mdio_bus(phydev);
	ret = __phy_write(phydev, VSC_PAGE, VSC_PAGE_GPIO);
	if (!ret)
		ret = __phy_write(phydev, VSC_MAILBOX,
				  cmd | VSC_CMD_PORT(vsc->number));
	if (!ret) {
		ret = read_poll_timeout(__phy_read, val,
					val < 0 || !(val & VSC_MAILBOX_BUSY),
					1000, 500000, false, phydev,
					VSC_MAILBOX);
		if (val < 0)
			ret = val;
		else if (!ret && (val & VSC_MAILBOX_FAILED))
			ret = -EIO;
	}
	err = __phy_write(phydev, VSC_PAGE, VSC_PAGE_STANDARD);
	phy_unlock_mdio_bus(phydev);
	return ret ?: err;
}

static int vsc_serdes(struct vsc_port *vsc, u16 media)
{
	int ret;

	switch (media) {
	case VSC_MEDIA_SERDES:
	case VSC_MEDIA_1000BASEX:
		return vsc_mailbox(vsc, VSC_CMD_1000BASEX_ON);
	case VSC_MEDIA_100BASEFX:
		return vsc_mailbox(vsc, VSC_CMD_100BASEFX_ON);
	default:
		ret = vsc_mailbox(vsc, VSC_CMD_1000BASEX_OFF);
		return ret ?: vsc_mailbox(vsc, VSC_CMD_100BASEFX_OFF);
	}
}

/*
 * The media act after a soft reset, which takes the advertisement away. A PHY
 * without a MAC sleeps; what wakes it, phy_init_hw(), sets copper, and
 * link_up follows.
 *
 * Called with RTNL, perhaps inside phy_start(), which holds phydev->lock.
 */
static int vsc_apply(struct vsc_port *vsc)
{
	struct phy_device *phydev = vsc->phydev;
	u16 media = VSC_MEDIA_COPPER;
	int ret;

	if (vsc->interface == PHY_INTERFACE_MODE_1000BASEX)
		media = VSC_MEDIA_1000BASEX;
	else if (vsc->interface == PHY_INTERFACE_MODE_SGMII)
		media = VSC_MEDIA_SERDES;
	else if (vsc->interface == PHY_INTERFACE_MODE_100BASEX)
		media = VSC_MEDIA_100BASEFX;

	ret = phy_read(phydev, VSC_PHY_CTRL1);
	if (ret < 0 || (ret & VSC_CTRL1_MEDIA) == media)
		return ret < 0 ? ret : 0;
	ret = vsc_serdes(vsc, media);
	if (!ret)
		ret = phy_modify(phydev, VSC_PHY_CTRL1, VSC_CTRL1_MEDIA, media);
	if (ret || !phydev->attached_dev)
		return ret;
	ret = genphy_soft_reset(phydev);
	return ret ?: genphy_config_aneg(phydev);
}

static int vsc_configure(struct phy_device *phydev, phy_interface_t interface)
{
	struct vsc_port *vsc = vsc_find(phydev);
	int ret;

	if (!vsc)
		return -ENODEV;
	vsc->interface = interface;
	ret = vsc_apply(vsc);
	if (ret)
		phydev_err(phydev, "cannot set the media for %s: %pe\n",
			   phy_modes(interface), ERR_PTR(ret));
	return ret;
}

static void vsc_link_up(struct phy_device *phydev)
{
	struct vsc_port *vsc = vsc_find(phydev);

	if (vsc && vsc->interface != PHY_INTERFACE_MODE_NA)
		vsc_configure(phydev, vsc->interface);
}

/* --- The SFP port -------------------------------------------------------- */

#if HAVE_PHY_PORT

static int vsc_port_configure_mii(struct phy_port *port, bool enable,
				  phy_interface_t interface)
{
	return vsc_configure(port_phydev(port),
			     enable ? interface : PHY_INTERFACE_MODE_NA);
}

static void vsc_port_link_up(struct phy_port *port)
{
	vsc_link_up(port_phydev(port));
}

static const struct phy_port_ops vsc_port_ops = {
	.link_up = vsc_port_link_up,
	.configure_mii = vsc_port_configure_mii,
};

/*
 * The core made the port, and mscc left it empty. phydev->supported is
 * complete by now (phy_setup_ports), and stays what the copper side says:
 * genphy_read_status() needs 1000BASE-T in there for fibre as well.
 */
static int vsc_add_port(struct vsc_port *vsc)
{
	struct phy_port *port;

	rtnl_lock();
	port = phy_get_sfp_port(vsc->phydev);
	if (port) {
		__set_bit(PHY_INTERFACE_MODE_1000BASEX, port->interfaces);
		__set_bit(PHY_INTERFACE_MODE_SGMII, port->interfaces);
		__set_bit(PHY_INTERFACE_MODE_100BASEX, port->interfaces);
		phy_port_update_supported(port);
		port->ops = &vsc_port_ops;
		list_add(&vsc->head, &vsc_ports);
	}
	rtnl_unlock();
	return port ? 0 : -ENODEV;
}

static void vsc_del_port(void *data)
{
	struct vsc_port *vsc = data;
	struct phy_port *port;

	rtnl_lock();
	list_del(&vsc->head);
	port = phy_get_sfp_port(vsc->phydev);
	if (port) {
		port->ops = NULL;
		phy_interface_zero(port->interfaces);
		linkmode_zero(port->supported);
	}
	rtnl_unlock();
}

#else

static int vsc_module_insert(void *upstream, const struct sfp_eeprom_id *id)
{
	__ETHTOOL_DECLARE_LINK_MODE_MASK(supported) = { 0 };
	__ETHTOOL_DECLARE_LINK_MODE_MASK(modes) = { 0 };
	DECLARE_PHY_INTERFACE_MASK(interfaces) = { 0 };
	struct phy_device *phydev = upstream;
	phy_interface_t interface;

	linkmode_set_bit(ETHTOOL_LINK_MODE_1000baseX_Full_BIT, supported);
	linkmode_set_bit(ETHTOOL_LINK_MODE_1000baseT_Full_BIT, supported);
	linkmode_set_bit(ETHTOOL_LINK_MODE_100baseFX_Full_BIT, supported);
	sfp_parse_support(phydev->sfp_bus, id, modes, interfaces);
	linkmode_and(modes, modes, supported);
	interface = sfp_select_interface(phydev->sfp_bus, modes);
	switch (interface) {
	case PHY_INTERFACE_MODE_1000BASEX:
	case PHY_INTERFACE_MODE_SGMII:
	case PHY_INTERFACE_MODE_100BASEX:
		return vsc_configure(phydev, interface);
	default:
		phydev_err(phydev, "incompatible SFP module inserted\n");
		return -EINVAL;
	}
}

static void vsc_module_remove(void *upstream)
{
	vsc_configure(upstream, PHY_INTERFACE_MODE_NA);
}

static void vsc_upstream_link_up(void *upstream)
{
	vsc_link_up(upstream);
}

static const struct sfp_upstream_ops vsc_upstream_ops = {
	.attach = phy_sfp_attach,
	.detach = phy_sfp_detach,
	.module_insert = vsc_module_insert,
	.module_remove = vsc_module_remove,
	.link_up = vsc_upstream_link_up,
#if HAVE_PHY_TOPOLOGY
	.connect_phy = phy_sfp_connect_phy,
	.disconnect_phy = phy_sfp_disconnect_phy,
#endif
};

static void vsc_unlist(struct vsc_port *vsc)
{
	rtnl_lock();
	list_del(&vsc->head);
	rtnl_unlock();
}

static int vsc_add_port(struct vsc_port *vsc)
{
	int ret;

	if (vsc->phydev->sfp_bus)
		return -EBUSY;
	rtnl_lock();
	list_add(&vsc->head, &vsc_ports);
	rtnl_unlock();
	ret = phy_sfp_probe(vsc->phydev, &vsc_upstream_ops);
	if (ret) {
		vsc_unlist(vsc);
		return ret;
	}
	/* phy_start() may have been and found no cage. */
	rtnl_lock();
	if (phy_is_started(vsc->phydev))
		sfp_upstream_start(vsc->phydev->sfp_bus);
	rtnl_unlock();
	return 0;
}

static void vsc_del_port(void *data)
{
	struct vsc_port *vsc = data;

	sfp_bus_del_upstream(vsc->phydev->sfp_bus);
	vsc->phydev->sfp_bus = NULL;
	vsc_unlist(vsc);
}

#endif

/* --- The device ---------------------------------------------------------- */

/* The packages with a two-wire master; revisions alike. */
static const struct mdio_device_id vsc_ids[] = {
	{ 0x000704a0, 0xfffffff0 },	/* VSC8574 */
	{ 0x000704c0, 0xfffffff0 },	/* VSC8504 */
	{ 0x000704d0, 0xfffffff0 },	/* VSC8572 */
	{ 0x000704e0, 0xfffffff0 },	/* VSC8552 */
	{ 0x000707b0, 0xfffffff0 },	/* VSC8582 */
	{ 0x000707c0, 0xfffffff0 },	/* VSC8584 */
	{ 0x000707d0, 0xfffffff0 },	/* VSC8575 */
	{ 0x000707e0, 0xfffffff0 },	/* VSC8562, VSC8564 */
	{ }
};
MODULE_DEVICE_TABLE(mdio, vsc_ids);

static bool vsc_is_ours(const struct phy_device *phydev)
{
	const struct mdio_device_id *id;

	for (id = vsc_ids; id->phy_id_mask; id++)
		if (!((phydev->phy_id ^ id->phy_id) & id->phy_id_mask))
			return true;
	return false;
}

static void vsc_put_phy(void *data)
{
	struct phy_device *phydev = data;

	put_device(&phydev->mdio.dev);
}

/* Its probe holds the lock, so there is no half of it to see. */
static bool vsc_has_driver(struct phy_device *phydev)
{
	struct device *dev = &phydev->mdio.dev;
	bool bound;

	device_lock(dev);
	bound = dev->driver && phydev->drv;
	device_unlock(dev);
	return bound;
}

/* The PHY and its driver may come later than we do. */
static struct phy_device *vsc_get_phy(struct device *dev)
{
	struct device_node **node = dev_get_platdata(dev);
	struct phy_device *phydev = of_phy_find_device(*node);
	int ret;

	if (!phydev)
		return ERR_PTR(-EPROBE_DEFER);
	ret = devm_add_action_or_reset(dev, vsc_put_phy, phydev);
	if (ret)
		return ERR_PTR(ret);
	if (!vsc_is_ours(phydev))
		return ERR_PTR(-ENODEV);
	if (!vsc_has_driver(phydev))
		return ERR_PTR(-EPROBE_DEFER);
	if (!phydev->drv->read_page ||
	    !device_link_add(dev, &phydev->mdio.dev,
			     DL_FLAG_AUTOREMOVE_CONSUMER))
		return ERR_PTR(-ENODEV);
	return phydev;
}

static int vsc_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct phy_device *phydev = vsc_get_phy(dev);
	struct vsc_port *vsc;
	int ret;

	if (IS_ERR(phydev))
		return PTR_ERR(phydev);
	vsc = devm_kzalloc(dev, sizeof(*vsc), GFP_KERNEL);
	if (!vsc)
		return -ENOMEM;
	vsc->phydev = phydev;
	vsc->interface = PHY_INTERFACE_MODE_NA;
	ret = phy_read_paged(phydev, VSC_PAGE_EXT1, VSC_EXT1_NUMBER);
	if (ret < 0)
		return ret;
	/* The master and the mailbox know four ports. */
	vsc->number = FIELD_GET(VSC_NUMBER, ret) & 3;

	/* The port before the bus, or the first module would be refused. */
	ret = vsc_add_port(vsc);
	if (!ret)
		ret = devm_add_action_or_reset(dev, vsc_del_port, vsc);
	return ret ?: vsc_add_adapter(dev, vsc);
}

static struct platform_driver vsc_driver = {
	.probe = vsc_probe,
	.driver.name = VSC_NAME,
};

static void vsc_remove_devices(void)
{
	int i;

	for (i = 0; i < VSC_MAX_PORTS && vsc_devices[i]; i++) {
		struct device_node **node =
			dev_get_platdata(&vsc_devices[i]->dev);
		struct device_node *phy = *node;

		platform_device_unregister(vsc_devices[i]);
		of_node_put(phy);
	}
}

/* One device for each PHY node with a cage, whatever PHY it turns out to be. */
static int vsc_add_devices(void)
{
	struct platform_device *pdev;
	struct device_node *node;
	int n = 0;

	for_each_node_with_property(node, "sfp") {
		if (n == VSC_MAX_PORTS || !of_device_is_available(node) ||
		    !of_mdiobus_child_is_phy(node))
			continue;
		pdev = platform_device_register_data(NULL, VSC_NAME, n, &node,
						     sizeof(node));
		if (IS_ERR(pdev)) {
			of_node_put(node);
			return PTR_ERR(pdev);
		}
		of_node_get(node);
		vsc_devices[n++] = pdev;
	}
	return 0;
}

static int __init vsc_init(void)
{
	int ret = platform_driver_register(&vsc_driver);

	if (ret)
		return ret;
	ret = vsc_add_devices();
	if (ret) {
		vsc_remove_devices();
		platform_driver_unregister(&vsc_driver);
	}
	return ret;
}
module_init(vsc_init);

static void __exit vsc_exit(void)
{
	vsc_remove_devices();
	platform_driver_unregister(&vsc_driver);
}
module_exit(vsc_exit);

MODULE_DESCRIPTION("SFP cages behind VSC85xx PHYs");
MODULE_LICENSE("GPL");
