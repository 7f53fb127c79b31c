#!/usr/bin/env python3
"""Writes event files as TensorBoard's writers do, for tests; nothing of it is shared with the reader.

usage: make_tfevents.py FOLDER

The framing is that of "TFRecords Format Details" (tensorflow/docs, api_guides/python/python_io.md), the messages those of
tensorflow/core/util/event.proto, framework/summary.proto and framework/tensor.proto, put together field by field. CRC-32C is
computed bit by bit from its polynomial. FOLDER gets

  run/events.out.tfevents.1700000000.host.1.0   as torch's SummaryWriter: a value an event, simple_value
  run/events.out.tfevents.1700000100.host.2.0   the same run, resumed: TensorFlow 2's scalars, a tensor each
  cut.tfevents      the first one without the last 7 bytes
  flipped.tfevents  the first one with one bit of the data of its record 3 turned over
  length.tfevents   the same of the length of its record 2
"""

import os
import struct
import sys

POLYNOMIAL = 0x1EDC6F41  # Castagnoli


def reflected(value, bits):
    return int(format(value, "0%db" % bits)[::-1], 2)


def crc32c(data):
    register = 0xFFFFFFFF
    for byte in data:
        register ^= reflected(byte, 8) << 24
        for _ in range(8):
            top = register & 0x80000000
            register = (register << 1) & 0xFFFFFFFF
            if top:
                register ^= POLYNOMIAL
    return reflected(register ^ 0xFFFFFFFF, 32)


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)


def record(data):
    length = struct.pack("<Q", len(data))
    return length + masked(length) + data + masked(data)


def varint(value):
    value &= 0xFFFFFFFFFFFFFFFF
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def key(number, wire):
    return varint(number << 3 | wire)


def text(number, value):
    value = value.encode() if isinstance(value, str) else value
    return key(number, 2) + varint(len(value)) + value


def event(wall_time, step=None, version=None, summary=None):
    out = key(1, 1) + struct.pack("<d", wall_time)
    if step is not None:
        out += key(2, 0) + varint(step)
    if version is not None:
        out += text(3, version)
    if summary is not None:
        out += text(5, summary)
    return record(out)


def simple(tag, value):
    return text(1, text(1, tag) + key(2, 5) + struct.pack("<f", value))


def tensor(tag, value, content):
    """A rank-0 float: in tensor_content, or in float_val, packed."""
    metadata = text(1, text(1, "scalars"))  # SummaryMetadata.plugin_data.plugin_name
    shape = text(2, b"")
    numbers = text(4 if content else 5, struct.pack("<f", value))
    proto = key(1, 0) + varint(1) + shape + numbers
    return text(1, text(1, tag) + text(8, proto) + text(9, metadata))


def first():
    records = [event(1.7e9, version="brain.Event:2")]
    for step, kl, score, length in (
        (0, 0.0, 0.0, 24.0),
        (10, 1.0, 0.5, 26.5),
        (20, 4.0, 1.25, 31.0),
    ):
        wall = 1.7e9 + step + 0.25
        records.append(event(wall, step, summary=simple("train/objective/kl", kl)))
        records.append(event(wall, step, summary=simple("train/objective/scores", score)))
        records.append(event(wall, step, summary=simple("train/val/num_eos_tokens", length)))
    # a text: a tensor of strings (dtype 7, string_val 8), which is no number
    words = key(1, 0) + varint(7) + text(8, "sample text")
    records.append(event(1.7e9 + 21, 20, summary=text(1, text(1, "sample/text_summary") + text(8, words))))
    records.append(event(1.7e9 + 21.5, 20, summary=simple("eval/gold", 0.75) + simple("eval/loss", float("nan"))))
    return records


def second():
    return [
        event(1.7000001e9, version="brain.Event:2"),
        event(1.7000001e9 + 1, 30, summary=tensor("train/objective/kl", 6.25, True)),
        event(1.7000001e9 + 1, 30, summary=tensor("train/objective/scores", 2.0, False)),
        event(1.7000001e9 + 2, 30, summary=tensor("eval/gold", 0.5, True)),
    ]


def main(folder):
    run = os.path.join(folder, "run")
    os.makedirs(run, exist_ok=True)
    one, two = first(), second()
    flipped, length = list(one), list(one)
    flipped[3] = flipped[3][:20] + bytes([flipped[3][20] ^ 0x10]) + flipped[3][21:]
    length[2] = bytes([length[2][0] ^ 1]) + length[2][1:]
    files = {
        "run/events.out.tfevents.1700000000.host.1.0": b"".join(one),
        "run/events.out.tfevents.1700000100.host.2.0": b"".join(two),
        "cut.tfevents": b"".join(one)[:-7],
        "flipped.tfevents": b"".join(flipped),
        "length.tfevents": b"".join(length),
    }
    for name, data in files.items():
        with open(os.path.join(folder, name), "wb") as out:
            out.write(data)


if __name__ == "__main__":
    main(sys.argv[1])
