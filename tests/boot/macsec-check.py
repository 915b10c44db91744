#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A third witness: scapy reads the SecTAGs of a capture, python's
cryptography opens the frames, and what comes out is compared.

usage: macsec-check.py CAPTURE --key [SCI/]AN=HEX... [--plain CAPTURE]
                       [--invalid N] [--at-least N] [--integrity]

Fails unless exactly N frames (0) of CAPTURE have a wrong ICV or tag, at least
N (1) are good, and, with --plain, each good one is there in the clear, in the
same order for each sender, and nothing else is (EAPOL, which nobody protects,
aside)."""
import argparse
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from scapy.contrib.macsec import MACsec
from scapy.layers.l2 import Ether
from scapy.utils import RawPcapReader

ICV = 16


def frames(path):
    return [bytes(raw) for raw, _ in RawPcapReader(path)]


def open_frame(raw, keys):
    """The frame without its tag; None if tag or ICV is wrong."""
    tag = Ether(raw)[MACsec]
    body = 12 + (16 if tag.SC else 8)
    secure = tag.SL or len(raw) - body - ICV
    sci = (bytes(tag.SCI)[:8] if tag.SC else raw[6:12] + b"\0\1")
    iv = sci + tag.PN.to_bytes(4, "big")
    data, icv = raw[body:body + secure], raw[body + secure:][:ICV]
    if (tag.Ver or tag.C != tag.E or tag.reserved or tag.PN == 0 or
            (tag.SC and (tag.ES or tag.SCB)) or len(icv) < ICV):
        return None
    key = keys.get(f"{sci.hex()}/{tag.AN}", keys.get(f"{tag.AN}"))
    head, cipher = raw[:body], data
    if not tag.E:
        head, cipher = raw[:body] + data, b""
    if key is None:
        return None
    try:
        inner = AESGCM(key).decrypt(iv, cipher + icv, head)
    except InvalidTag:
        return None
    return raw[:12] + (inner if tag.E else data)


def by_sender(frames):
    """Padded to what Ethernet asks for; each wire has its own order of what
    goes one way and what goes the other."""
    return sorted((raw.ljust(60, b"\0") for raw in frames),
                  key=lambda raw: raw[6:12])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("capture")
    parser.add_argument("--key", action="append", required=True)
    parser.add_argument("--plain")
    parser.add_argument("--invalid", type=int, default=0)
    parser.add_argument("--at-least", type=int, default=1)
    parser.add_argument("--integrity", action="store_true")
    args = parser.parse_args()
    keys = {an: bytes.fromhex(key)
            for an, key in (word.split("=") for word in args.key)}
    tagged = [raw for raw in frames(args.capture)
              if raw[12:14] == b"\x88\xe5"]
    opened = [open_frame(raw, keys) for raw in tagged]
    good = [frame for frame in opened if frame is not None]
    bad = len(opened) - len(good)
    readable = [raw for raw in tagged if not Ether(raw)[MACsec].E]
    print(f"{args.capture}: {len(good)} good MACsec frames, {bad} bad")
    if bad != args.invalid or len(good) < args.at_least:
        sys.exit(f"wanted {args.invalid} bad, at least {args.at_least} good")
    if not args.integrity and len(readable) > args.invalid:
        sys.exit(f"{len(readable)} frames are not encrypted")
    if args.plain:
        plain = [raw for raw in frames(args.plain)
                 if raw[12:14] != b"\x88\x8e"]
        if by_sender(plain) != by_sender(good):
            sys.exit(f"{args.plain} has {len(plain)} frames, and they are "
                     "not the same")
        print(f"{args.plain}: the same {len(plain)} frames in the clear")


main()
