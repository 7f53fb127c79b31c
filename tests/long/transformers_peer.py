"""usage: transformers_peer.py FOLDER TOKENIZERS|small

Models of every family that assay knows, as transformers makes and saves them, with what it answers:
FOLDER/NAME/ is the model, FOLDER/NAME.ids what is asked, .expected the numbers in f32 with eager
attention, .options what assay has to be told. Weights are random. With `small` they are those of
tests/tools/make_hf.py, and FOLDER/models.json holds what makes them and their numbers. Otherwise some
have a tokenizer of the folder TOKENIZERS (tests/data/tokenizers), and NAME.pairs.jsonl are texts, NAME.scores
what transformers makes of them, tokens and all.
"""
import glob, json, os, shutil, sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import make_hf
import torch
import transformers as T
from safetensors.torch import load_file, save_file

torch.set_grad_enabled(False)
torch.set_num_threads(1)
T.logging.set_verbosity_error()
T.logging.disable_progress_bar()
OUT, SMALL = sys.argv[1], "small" in sys.argv[2:]
VOCABULARY = 96 if SMALL else 1024
PAD, MARK = 1, 7
SIZES = dict(vocab_size=VOCABULARY, hidden_size=32 if SMALL else 128, num_hidden_layers=2 if SMALL else 4,
             intermediate_size=48 if SMALL else 352, num_attention_heads=2 if SMALL else 4)
DECODER = dict(SIZES, num_key_value_heads=1 if SMALL else 2, max_position_embeddings=128 if SMALL else 1024,
               pad_token_id=None, bos_token_id=2, eos_token_id=3)
ENCODER = dict(SIZES, max_position_embeddings=66 if SMALL else 514, pad_token_id=1)
LABELS = {i: name for i, name in enumerate(["helpful", "correct", "coherent", "complex", "verbose"])}
HEAD = DECODER["hidden_size"] // DECODER["num_attention_heads"]
FOUR = DECODER["max_position_embeddings"] // 4
WINDOW = 8 if SMALL else 64
LLAMA3 = dict(rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=FOUR)
YARN = dict(rope_type="yarn", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=FOUR)


def named(name, *parts):
    return getattr(T, name + "".join(parts))


def score(family, labels=1, **more):
    return family, "ForSequenceClassification", dict(num_labels=labels, **more)


def causal(family, **more):
    return family, "ForCausalLM", more


def steps(family, **more):
    return family, "ForTokenClassification", dict(num_labels=2, **more)


# name: (family, task, what its configuration has beside the sizes), and what is done to the folder
MODELS = {
    "llama": score("Llama"),
    "llama-5-labels": score("Llama", 5, id2label=LABELS, label2id={v: k for k, v in LABELS.items()},
                            problem_type="regression"),
    "llama-pad": score("Llama", pad_token_id=PAD),
    "llama-steps": steps("Llama"),
    "llama-causal": causal("Llama", tie_word_embeddings=False),
    "llama-causal-tied": causal("Llama", tie_word_embeddings=True),
    "llama-biases": score("Llama", attention_bias=True, mlp_bias=True),
    "llama-head-dim": score("Llama", head_dim=HEAD // 2),
    "llama-one-kv-head-each": score("Llama", num_key_value_heads=DECODER["num_attention_heads"]),
    "llama-linear-old": score("Llama", rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=4.0)),
    "llama-dynamic": score("Llama", rope_parameters=dict(rope_type="dynamic", rope_theta=10000.0, factor=4.0)),
    "llama-llama3": score("Llama", rope_parameters=LLAMA3),
    "llama-llama3-old": score("Llama", rope_parameters=LLAMA3),
    "llama-yarn": score("Llama", rope_parameters=YARN),
    "llama-yarn-attention": score("Llama", rope_parameters=dict(YARN, attention_factor=0.7)),
    "llama-yarn-mscale": score("Llama", rope_parameters=dict(YARN, mscale=0.7, mscale_all_dim=1.3)),
    "mistral": score("Mistral", sliding_window=None),
    "mistral-window": score("Mistral", sliding_window=WINDOW),
    "mistral-causal": causal("Mistral", sliding_window=None, head_dim=HEAD // 2),
    "mistral-steps": steps("Mistral", sliding_window=None),
    "qwen2": score("Qwen2"),
    "qwen2-window-off": score("Qwen2", use_sliding_window=False, sliding_window=WINDOW),
    "qwen2-causal": causal("Qwen2", tie_word_embeddings=True),
    "qwen2-steps": steps("Qwen2"),
    "qwen2-yarn": score("Qwen2", rope_parameters=YARN),
    "qwen2-process": ("Qwen2", "ForProcessRewardModel", {}),
    "qwen2-reward": ("Qwen2", "ForRewardModel", dict(pad_token_id=PAD)),
    "qwen3": score("Qwen3", head_dim=HEAD),
    "qwen3-5-labels": score("Qwen3", 5, head_dim=HEAD * 2),
    "qwen3-causal": causal("Qwen3", head_dim=HEAD, tie_word_embeddings=True),
    "qwen3-yarn": score("Qwen3", head_dim=HEAD, rope_parameters=YARN),
    "gemma2": score("Gemma2", head_dim=HEAD, query_pre_attn_scalar=HEAD, sliding_window=WINDOW),
    "gemma2-no-caps": score("Gemma2", head_dim=HEAD, query_pre_attn_scalar=HEAD * 3, sliding_window=WINDOW,
                            attn_logit_softcapping=None),
    "gemma2-low-caps": score("Gemma2", 2, head_dim=HEAD * 2, query_pre_attn_scalar=HEAD, attn_logit_softcapping=0.5),
    # of the small one few tokens matter, at their places
    "gemma2-long": score("Gemma2", head_dim=HEAD * 2, query_pre_attn_scalar=1 if SMALL else HEAD,
                         attn_logit_softcapping=None, max_position_embeddings=2048),
    "gemma2-causal": causal("Gemma2", head_dim=HEAD, query_pre_attn_scalar=HEAD, final_logit_softcapping=2.0),
    "gemma2-causal-no-cap": causal("Gemma2", head_dim=HEAD, final_logit_softcapping=None),
    "gemma2-steps": steps("Gemma2", head_dim=HEAD),
    "bert": score("Bert", pad_token_id=0),
    "bert-3-labels": score("Bert", 3, pad_token_id=0),
    "bert-old-names": score("Bert", pad_token_id=0),
    "roberta": score("Roberta", type_vocab_size=1),
    "roberta-2-types": score("Roberta", 2, type_vocab_size=2),
    "roberta-pad-0": score("Roberta", type_vocab_size=1, pad_token_id=0),
    "xlm-roberta": score("XLMRoberta", type_vocab_size=1),
}
ENCODERS = ("Bert", "Roberta", "XLMRoberta")
READERS = {"bert": "bert", "roberta": "roberta", "xlm-roberta": "unigram", "mistral-window": "mistral",
           "llama": "llama3", "qwen3": "qwen2", "gemma2": "gemma"}  # whose tokenizers they have
TYPES = {"llama": ("F32", 1), "qwen2-causal": ("BF16", 2), "xlm-roberta": ("F16", 3)}  # as they are stored


def old_spelling(config):
    """As transformers wrote it until version 5."""
    rope = config.pop("rope_parameters")
    config["rope_theta"] = rope.pop("rope_theta")
    config["rope_scaling"] = {"type" if key == "rope_type" and rope[key] == "linear" else key: rope[key]
                              for key in rope}
    config["torch_dtype"] = config.pop("dtype")


class TwoLayers(torch.nn.Module):
    """Qwen/Qwen2.5-Math-PRM-7B modeling_qwen2_rm.py, Qwen2ForProcessRewardModel; of Qwen2.5-Math-RM-72B, whose
    modeling_qwen2_rm.py has Qwen2ForRewardModel, the last layer gives one number."""

    def __init__(self, config):
        super().__init__()
        width = config.hidden_size
        self.model = T.Qwen2Model(config)
        last = 2 if config.architectures[0] == "Qwen2ForProcessRewardModel" else 1
        self.score = torch.nn.Sequential(torch.nn.Linear(width, width), torch.nn.ReLU(), torch.nn.Linear(width, last))
        self.config = config

    def forward(self, ids):
        logits = self.score(self.model(ids).last_hidden_state)
        if logits.shape[-1] == 2:
            return T.modeling_outputs.TokenClassifierOutput(logits=logits)
        last = int((torch.arange(ids.shape[1]) * (ids[0] != self.config.pad_token_id)).argmax())
        return T.modeling_outputs.SequenceClassifierOutput(logits=logits[:, last])


def make(family, task, more):
    config = named(family, "Config")(**{**(ENCODER if family in ENCODERS else DECODER), **more})
    config._attn_implementation = "eager"
    config.architectures = [family + task]
    two = task in ("ForProcessRewardModel", "ForRewardModel")
    return TwoLayers(config) if two else named(family, task)(config)


def fill(model):
    for name, array in model.named_parameters():
        if SMALL:
            array.copy_(torch.tensor(make_hf.weights(name, array.numel())).reshape(array.shape))
        elif array.dim() > 1:
            array.normal_(0, 0.08)
        elif "norm" in name.lower() and name.endswith("weight"):
            array.add_(torch.randn_like(array) * 0.1)
        else:
            array.normal_(0, 0.1)


def save(name, model, folder):
    kind, files = TYPES.get(name, ("F32", 1))
    model = model.to({"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}[kind])
    if isinstance(model, TwoLayers):
        model.config.save_pretrained(folder)
        save_file(model.state_dict(), f"{folder}/model.safetensors", {"format": "pt"})
    else:
        size = sum(p.numel() * p.element_size() for p in model.parameters())
        model.save_pretrained(folder, max_shard_size=size // files + 1000 if files > 1 else "5GB")
    path = f"{folder}/config.json"
    config = json.load(open(path))
    if name.endswith("-old"):
        old_spelling(config)
    json.dump(config, open(path, "w"))
    if name == "bert-old-names":
        arrays = load_file(f"{folder}/model.safetensors")
        spelt = {k.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): v
                 for k, v in arrays.items()}
        save_file(spelt, f"{folder}/model.safetensors", {"format": "pt"})


def load(family, task, folder):
    config = T.AutoConfig.from_pretrained(folder)
    if task in ("ForProcessRewardModel", "ForRewardModel"):
        model = TwoLayers(config)
        model.load_state_dict(load_file(f"{folder}/model.safetensors"))
        return model.eval()
    return named(family, task).from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


def draw(generator, count):
    return [int(i) for i in torch.randint(4, VOCABULARY, (count,), generator=generator)]


def texts(name, family, task):
    """Lines for `assay doctor --tokens`, and options of the model."""
    generator = torch.Generator().manual_seed(sum(name.encode()))
    limit = 56 if SMALL else 500
    lengths = [1, 2, 3, 7, 20, limit] if SMALL else [1, 2, 3, 5, 9, 17, 33, 65, 100, 129, 200, 257, 300, 400, limit]
    if name.endswith("-long"):
        lengths = [700, 1900]
    lines, options = [], []
    for length in lengths:
        ids = draw(generator, length)
        if task in ("ForTokenClassification", "ForProcessRewardModel"):
            ids = [MARK if i % 5 == 4 else 9 if id == MARK else id for i, id in enumerate(ids)]
            ids[-1] = MARK
            options = ["steps=mark", f"mark=#{MARK}", "activation=none", "label=1"]
        if name in ("llama-pad", "qwen2-reward") and length > 2:
            ids = [PAD] + ids[:-2] + [PAD] * 2 if length > 3 else [PAD] * length
        line = " ".join(map(str, ids))
        if task == "ForCausalLM":
            line = " ".join(map(str, draw(generator, 1 + length // 2))) + "|" + line
        elif family in ENCODERS and length > 2 and family == "Bert":
            cut = length // 3
            line = " ".join(map(str, ids[:cut])) + "|" + " ".join(map(str, ids[cut:]))
        lines.append(line)
    return lines, options


def answer(model, family, task, line):
    first, bar, second = line.partition("|")
    first, second = ([int(i) for i in part.split()] for part in (first, second))
    ids, more = torch.tensor([first + second]), {}
    if bar and family == "Bert":
        more["token_type_ids"] = torch.tensor([[0] * len(first) + [1] * len(second)])
    logits = model(ids, **more).logits[0].double()
    if task == "ForCausalLM":
        log_p = logits.log_softmax(-1)
        return [float(log_p[len(first) + i - 1, id]) for i, id in enumerate(second)]
    if logits.dim() == 2:
        return [float(logits[i, 1]) for i, id in enumerate(first) if id == MARK]
    return [float(x) for x in logits]


def read_texts(name, model, folder, encoder):
    """Pairs of completions, and their scores as transformers tokenizes and scores them."""
    source = f"{sys.argv[2]}/{READERS[name]}.json"
    shutil.copy(source, f"{folder}/tokenizer.json")
    reader = T.PreTrainedTokenizerFast(tokenizer_file=source)
    first = reader.convert_ids_to_tokens(reader("a")["input_ids"])[0]
    if not encoder and first in reader.all_special_tokens + ["<s>", "<bos>", "<|begin_of_text|>"]:
        json.dump({"bos_token": first}, open(f"{folder}/tokenizer_config.json", "w"))
    parts = [text for text in map(json.loads, open(f"{sys.argv[2]}/texts.jsonl"))
             if len(text.split()) > 4 and "<pad>" not in text]  # which RoBERTa counts for no position
    with open(f"{OUT}/{name}.pairs.jsonl", "w") as items, open(f"{OUT}/{name}.scores", "w") as scores:
        for i in range(20):
            prompt = "\n".join(parts[3 * i:3 * i + 6])
            chosen, rejected = parts[100 + i], parts[200 + 2 * i]
            items.write(json.dumps(dict(id=str(i), prompt=prompt, chosen=chosen, rejected=rejected)) + "\n")
            for completion in chosen, rejected:
                words = (reader(prompt, completion, return_token_type_ids=True) if encoder
                         else reader(prompt + completion))
                more = {}
                if name == "bert":
                    more["token_type_ids"] = torch.tensor([words["token_type_ids"]])
                scores.write(f"{float(model(torch.tensor([words['input_ids']]), **more).logits[0, 0]):.9g}\n")


def main():
    torch.manual_seed(4)
    os.makedirs(OUT, exist_ok=True)
    told = {}
    for name, (family, task, more) in MODELS.items():
        folder = f"{OUT}/{name}"
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        model = make(family, task, more)
        fill(model)
        save(name, model, folder)
        lines, options = texts(name, family, task)
        model = load(family, task, folder)
        expected = [[float(f"{x:.9g}") for x in answer(model, family, task, line)] for line in lines]
        arrays = {}
        for path in sorted(glob.glob(f"{folder}/*.safetensors")):
            arrays.update({k: list(v.shape) for k, v in load_file(path).items()})
        told[name] = dict(config=json.load(open(f"{folder}/config.json")), arrays=arrays, ids=lines, options=options,
                          expected=expected)
        make_hf.write_lines(told[name], folder)
        if not SMALL and name in READERS:
            read_texts(name, model, folder, family in ENCODERS)
    if SMALL:
        with open(f"{OUT}/models.json", "w") as out:
            out.write('{"transformers": "%s", "torch": "%s", "models": {\n' % (T.__version__, torch.__version__))
            out.write(",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in told.items()) + "\n}}\n")
    print(len(told), "models by transformers", T.__version__)


main()
