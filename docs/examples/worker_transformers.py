#!/usr/bin/env python3
"""A sequence classifier of transformers as a worker of assay (docs/WORKER.md).

    assay run --suite rewardbench --model 'worker:python3 worker_transformers.py MODEL'
"""
import json
import sys

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

IN_FLIGHT = 16


def say(**line):
    print(json.dumps(line), flush=True)


def main(name):
    hello = json.loads(sys.stdin.readline())
    say(progress="loading " + name)
    tokenizer = AutoTokenizer.from_pretrained(name)
    model = AutoModelForSequenceClassification.from_pretrained(name, torch_dtype=torch.float32).eval()
    limit = hello["max_length"] or model.config.max_position_embeddings
    say(assay=1, name=name, version=torch.__version__, gives="scores", in_flight=IN_FLIGHT)
    for line in sys.stdin:
        ask = json.loads(line)
        texts = [render(tokenizer, ask["messages"], completion) for completion in ask["completions"]]
        tokens = [tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts]
        longest = max(len(ids) for ids in tokens)
        if longest > limit:
            say(id=ask["id"], state="truncated", note=f"{longest} tokens, the limit is {limit}")
            continue
        with torch.no_grad():
            say(id=ask["id"], values=[float(model(torch.tensor([ids])).logits[0, 0]) for ids in tokens])


def render(tokenizer, messages, completion):
    if not tokenizer.chat_template:
        return "".join(message["content"] + "\n" for message in messages) + completion
    messages = messages + [{"role": "assistant", "content": completion}]
    return tokenizer.apply_chat_template(messages, tokenize=False)


if __name__ == "__main__":
    main(sys.argv[1])
