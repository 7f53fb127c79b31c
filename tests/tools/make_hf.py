"""usage: make_hf.py MODELS.json FOLDER [NAME...]

Writes models as Hugging Face folders FOLDER/NAME, with weights made up by a formula, and beside each
what is asked of it and what transformers answers: NAME.ids, NAME.expected and NAME.options, the lines
of MODELS.json (tests/data/families/README.md). They take turns to be F32, BF16 and F16, and one file or
two: every weight is the same number in each. Needs Python alone.
"""
import array, json, os, struct, sys

TURN = 0xFFFFFFFF
TYPES = "F32", "BF16", "F16"


def weights(name, count):
    """Of an array by its name: k / 512 with k in -128 .. 127; the factors of a norm are 1 + floor(k / 8) / 128.

    k + 128 is the highest byte of MurmurHash3's finalizer over FNV-1a of the name, exclusive or
    the place times 0x9E3779B1. That few bits: no type of weights rounds them. LayerNorm's old names
    count as the new ones."""
    name = name.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias")
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = (seed ^ byte) * 0x01000193 & TURN
    factor = "norm" in name.lower() and not name.endswith(".bias")
    out = array.array("f", bytes(4 * count))
    for i in range(count):
        h = seed ^ i * 0x9E3779B1 & TURN
        h = (h ^ h >> 16) * 0x85EBCA6B & TURN
        h = (h ^ h >> 13) * 0xC2B2AE35 & TURN
        h ^= h >> 16
        k = (h >> 24) - 128
        out[i] = 1 + (k >> 3) / 128 if factor else k / 512
    return out


def stored(values, kind):
    if kind == "F32":
        return values.tobytes()
    if kind == "F16":
        return struct.pack(f"<{len(values)}e", *values)
    raw = values.tobytes()
    return b"".join(raw[i + 2:i + 4] for i in range(0, len(raw), 4))  # bf16: the upper half


def write_arrays(path, shapes, kind):
    head, body = {"__metadata__": {"format": "pt"}}, []
    at = 0
    for name, shape in shapes.items():
        count = 1
        for n in shape:
            count *= n
        data = stored(weights(name, count), kind)
        head[name] = {"dtype": kind, "shape": shape, "data_offsets": [at, at + len(data)]}
        body.append(data)
        at += len(data)
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + b"".join(body))


def write_folder(model, folder, kind, files):
    os.makedirs(folder)
    with open(f"{folder}/config.json", "w") as out:
        json.dump(model["config"], out, indent=1)
    if files == 1:
        write_arrays(f"{folder}/model.safetensors", model["arrays"], kind)
        return
    place = {}
    for i in range(files):
        name = f"model-{i + 1:05}-of-{files:05}.safetensors"
        part = dict(list(model["arrays"].items())[i::files])
        write_arrays(f"{folder}/{name}", part, kind)
        place.update(dict.fromkeys(part, name))
    with open(f"{folder}/model.safetensors.index.json", "w") as out:
        json.dump({"metadata": {}, "weight_map": place}, out)


def write_lines(model, folder):
    for ending, lines in (("ids", model["ids"]), ("options", model["options"]),
                          ("expected", [json.dumps(row) for row in model["expected"]])):
        with open(f"{folder}.{ending}", "w") as out:
            out.writelines(f"{line}\n" for line in lines)


def main():
    with open(sys.argv[1]) as text:
        models = json.load(text)["models"]
    for i, (name, model) in enumerate(models.items()):
        if name in sys.argv[3:] or len(sys.argv) == 3:
            folder = f"{sys.argv[2]}/{name}"
            write_folder(model, folder, TYPES[i % 3], 1 + i % 2)
            write_lines(model, folder)


if __name__ == "__main__":
    main()
