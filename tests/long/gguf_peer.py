"""usage: gguf_peer.py CONVERTER FOLDER...

FOLDER.gguf of each folder, by llama.cpp's own converter in the folder CONVERTER. It knows no score heads of
decoders, so it gets the model without; and these folders have no tokenizers, so there are ids alone.
"""
import sys
from pathlib import Path

CONVERTER = sys.argv[1]
sys.path[:0] = [f"{CONVERTER}/gguf-py", CONVERTER]
import gguf
import torch
from conversion import ModelBase, get_model_class


def convert(folder):
    known = ModelBase.load_hparams(folder, False)
    name = known["architectures"][0]
    encoder = "ert" in name
    if not encoder:
        name = name[:name.index("For")] + "ForCausalLM"
    base = get_model_class(name)

    class Model(base):
        model_arch = base.model_arch

        def index_tensors(self, *args, **more):
            arrays = super().index_tensors(*args, **more)
            return {k: v for k, v in arrays.items() if not k.startswith("score.")}

        def set_vocab(self):
            self._set_vocab_none()
            if base.model_arch != gguf.MODEL_ARCH.LLAMA:  # which tells it in any case
                self.gguf_writer.add_vocab_size(known["vocab_size"])
            if encoder:
                self.gguf_writer.add_token_type_count(known["type_vocab_size"])

        def _find_rerank_config(self):  # a score head is no question of yes or no
            pass

    known = dict(known, architectures=[name])
    Model(folder, gguf.LlamaFileType.ALL_F32, Path(f"{folder}.gguf"), hparams=known).write()


with torch.inference_mode():
    for each in sys.argv[2:]:
        convert(Path(each))
