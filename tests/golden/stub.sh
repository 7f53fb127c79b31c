# The stub servers take what the official servers take and refuse what these refuse: each line below is the
# status that the official source gives a request, and the request. Statuses were read off the sources that
# tests/stub/README.md names, not off the tables. What is printed beside the counts is answered otherwise.
asked() { "$out/tests/stub_server" asked "$1" || :; }

# Every row of the tables says where it comes from.
"$out/tests/stub_server" sources | awk -F '\t' '$3 !~ /^([A-Za-z_0-9.\/-]+:[0-9]+)(, [A-Za-z_0-9.\/-]+:[0-9]+)*$/'

asked vllm <<'X'
# One input of either shape, and no other.
200 /classify {"input": "a", "use_activation": false}
200 /classify {"model": "stub", "input": [1, 2, 3], "add_special_tokens": false}
200 /classify {"input": ["a", "b"], "user": null}
200 /classify {"input": [[1], [2, 3]]}
200 /classify {"messages": [{"role": "user", "content": "a"}], "add_generation_prompt": false, "use_activation": null}
200 /classify {"messages": [{"role": "martian", "content": "a"}]}
400 /classify {}
400 /classify {"use_activation": false}
400 /classify {"input": null}
400 /classify {"input": []}
400 /classify {"input": [[]]}
400 /classify {"input": 7}
400 /classify {"input": [1, "a"]}
400 /classify {"input": {"text": "a"}}
400 /classify {"messages": "a"}
400 /classify {"messages": [{"content": "a"}]}
400 /classify {"messages": [{"role": 1, "content": "a"}]}
400 /classify {"messages": [{"role": "user", "content": 1}]}
400 /classify {"messages": [{"role": "user", "content": "a"}], "add_generation_prompt": true, "continue_final_message": true}
200 /classify {"messages": [{"role": "user", "content": "a"}], "add_generation_prompt": true, "continue_final_message": false}
200 /classify {"messages": [{"role": "user", "content": "a"}], "continue_final_message": true}
400 /classify {"messages": [{"role": "user", "content": "a"}], "chat_template": "{{ messages }}"}
# Only -1, which is the model's own, or something that leaves a token and is within the model.
200 /classify {"input": "a", "truncate_prompt_tokens": -1}
200 /classify {"input": "a", "truncate_prompt_tokens": 1, "truncation_side": "left"}
200 /classify {"input": "a", "truncate_prompt_tokens": null, "truncation_side": null}
400 /classify {"input": "a", "truncate_prompt_tokens": -5}
400 /classify {"input": "a", "truncate_prompt_tokens": -2}
400 /classify {"input": "a", "truncate_prompt_tokens": 0}
400 /classify {"input": "a", "truncate_prompt_tokens": 5000}
400 /classify {"input": "a", "truncate_prompt_tokens": "all"}
400 /classify {"input": "a", "truncation_side": "sideways"}
400 /classify {"input": "a", "use_activation": "no"}
400 /classify {"input": "a", "request_id": null}
400 /classify {"input": "a", "priority": "high"}
404 /classify {"input": "a", "model": "another"}
400 /classify {"input": "a"
400 /classify ["a"]
200 /pooling {"input": [1, 2], "use_activation": false}
200 /pooling {"messages": [{"role": "user", "content": "a"}], "task": "token_classify", "encoding_format": "float"}
200 /pooling {"input": "a", "task": null, "embed_dtype": "bfloat16", "endianness": "little"}
400 /pooling {}
400 /pooling {"input": "a", "task": "score"}
400 /pooling {"input": "a", "task": "encode"}
400 /pooling {"input": "a", "task": "guess"}
400 /pooling {"input": "a", "normalize": true}
400 /pooling {"input": "a", "dimensions": 4}
400 /pooling {"input": "a", "encoding_format": "hex"}
400 /pooling {"input": "a", "embed_dtype": "float64"}
400 /pooling {"input": "a", "endianness": "middle"}
200 /score {"text_1": "a", "text_2": ["b", "c"], "use_activation": false}
200 /score {"queries": "a", "documents": "b"}
200 /score {"queries": ["a", "d"], "items": ["b", "c"]}
200 /score {"data_1": "a", "data_2": ["b"], "max_tokens_per_doc": 8, "instruction": "rank"}
400 /score {}
400 /score {"text_1": "a"}
400 /score {"text_1": "a", "documents": ["b"]}
400 /score {"text_1": "a", "text_2": []}
400 /score {"text_1": [], "text_2": ["b"]}
400 /score {"text_1": ["a", "d"], "text_2": ["b", "c", "e"]}
400 /score {"text_1": ["a", "d"], "text_2": "b"}
400 /score {"text_1": 1, "text_2": ["b"]}
400 /score {"text_1": "a", "text_2": "b", "max_tokens_per_query": -1}
400 /score {"text_1": "a", "text_2": "b", "max_tokens_per_doc": 4096}
200 /tokenize {"prompt": "", "add_special_tokens": true, "return_token_strs": null}
200 /tokenize {"messages": [{"role": "user", "content": "a"}], "add_generation_prompt": true}
400 /tokenize {}
400 /tokenize {"prompt": ["a"]}
400 /tokenize {"messages": [{"role": "user", "content": "a"}], "add_generation_prompt": true, "continue_final_message": true}
200 /v1/completions {"prompt": [1, 2], "max_tokens": 1, "temperature": 0.0, "prompt_logprobs": 0}
200 /v1/completions {"prompt": "a", "echo": true, "logprobs": 0, "max_tokens": 0}
200 /v1/completions {"prompt": "a", "logprobs": 20, "n": 2, "temperature": 1, "top_p": 1, "top_k": -1, "min_p": 1}
200 /v1/completions {"prompt": [1], "prompt_logprobs": 20, "stop": ["a", "b", "c", "d"]}
200 /v1/completions {"prompt": [1], "prompt_logprobs": 0, "stream": true, "stream_options": {"include_usage": true}}
400 /v1/completions {}
400 /v1/completions {"prompt": ""}
400 /v1/completions {"prompt": null}
400 /v1/completions {"prompt": []}
400 /v1/completions {"prompt": [-1]}
400 /v1/completions {"prompt": [1], "prompt_logprobs": 1, "stream": true}
400 /v1/completions {"prompt": [1], "prompt_logprobs": -2}
400 /v1/completions {"prompt": [1], "prompt_logprobs": -1}
400 /v1/completions {"prompt": [1], "prompt_logprobs": 21}
400 /v1/completions {"prompt": [1], "prompt_logprobs": "all"}
400 /v1/completions {"prompt": "a", "logprobs": -1}
400 /v1/completions {"prompt": "a", "logprobs": 21}
400 /v1/completions {"prompt": "a", "max_tokens": 0}
400 /v1/completions {"prompt": "a", "max_tokens": -1}
400 /v1/completions {"prompt": "a", "n": 0}
400 /v1/completions {"prompt": "a", "n": 2, "temperature": 0}
400 /v1/completions {"prompt": "a", "temperature": 5}
400 /v1/completions {"prompt": "a", "temperature": -0.1}
400 /v1/completions {"prompt": "a", "top_p": 0}
400 /v1/completions {"prompt": "a", "top_p": 1.5}
400 /v1/completions {"prompt": "a", "top_k": -2}
400 /v1/completions {"prompt": "a", "min_p": 2}
400 /v1/completions {"prompt": "a", "repetition_penalty": 0}
400 /v1/completions {"prompt": "a", "frequency_penalty": 3}
400 /v1/completions {"prompt": "a", "presence_penalty": -3}
400 /v1/completions {"prompt": "a", "stop": ["a", "b", "c", "d", "e"]}
400 /v1/completions {"prompt": "a", "stop": [""]}
400 /v1/completions {"prompt": "a", "min_tokens": 9, "max_tokens": 8}
400 /v1/completions {"prompt": "a", "stream_options": {"include_usage": true}}
400 /v1/completions {"prompt": "a", "suffix": "b"}
400 /v1/completions {"prompt": "a", "truncate_prompt_tokens": -5}
400 /v1/completions {"prompt": "a", "logprob_token_ids": [1]}
200 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "max_tokens": 1, "logprobs": true, "top_logprobs": 20}
200 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "top_logprobs": 0}
400 /v1/chat/completions {"max_tokens": 1}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "top_logprobs": 5}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "logprobs": true, "top_logprobs": 50}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "logprobs": true, "top_logprobs": -2}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "max_tokens": 0}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "n": 0}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "temperature": 5}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "reasoning_effort": "total"}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "add_generation_prompt": true, "continue_final_message": true}
404 /v1/embeddings {"input": "a"}
X

asked sglang <<'X'
200 /classify {"text": "a"}
200 /classify {"text": ["a", "b"]}
200 /classify {"input_ids": [1, 2], "rid": "r"}
200 /classify {"input_ids": [[1], [2, 3]], "priority": null}
200 /classify {"text": "a", "input_ids": null}
400 /classify {}
400 /classify {"rid": "r"}
400 /classify {"text": null}
400 /classify {"text": "a", "input_ids": [1]}
400 /classify {"text": 7}
400 /classify {"text": {"a": "b"}}
400 /classify {"input_ids": "1 2"}
400 /classify {"input_ids": ["a"]}
400 /classify {"input_ids": [1.5]}
400 /classify {"text": ["a", "b"], "rid": ["r", "r"]}
400 /classify {"text": "a", "dimensions": "many"}
400 /classify {"text": "a"
200 /generate {"input_ids": [1, 2], "sampling_params": {"max_new_tokens": 0, "temperature": 0.0}, "return_logprob": true, "logprob_start_len": 0}
200 /generate {"text": "a", "top_logprobs_num": 5, "token_ids_logprob": [1, 2]}
200 /generate {"text": ["a", "b"], "sampling_params": [{"top_k": -1}, {"top_k": 1}], "return_logprob": [true, false]}
200 /generate {"text": "a", "return_hidden_states": "last", "stream": false}
400 /generate {}
400 /generate {"input_ids": []}
400 /generate {"input_ids": "1 2"}
400 /generate {"input_ids": ["a"]}
400 /generate {"text": 7}
400 /generate {"text": "a", "sampling_params": "greedy"}
400 /generate {"text": "a", "sampling_params": {"temperature": -1}}
400 /generate {"text": "a", "sampling_params": {"top_p": 0}}
400 /generate {"text": "a", "sampling_params": {"top_k": 0}}
400 /generate {"text": "a", "sampling_params": {"min_p": 1.5}}
400 /generate {"text": "a", "sampling_params": {"max_new_tokens": -1}}
400 /generate {"text": "a", "sampling_params": {"min_new_tokens": 5, "max_new_tokens": 4}}
400 /generate {"text": "a", "sampling_params": {"repetition_penalty": 2.5}}
400 /generate {"text": "a", "sampling_params": {"regex": "a", "ebnf": "b"}}
400 /generate {"text": "a", "return_logprob": "yes"}
400 /generate {"text": "a", "logprob_start_len": "0"}
400 /generate {"text": "a", "token_ids_logprob": [-1]}
400 /generate {"text": "a", "return_hidden_states": "first"}
400 /generate {"text": "a", "session_id": "s", "session_params": {"id": "t"}}
400 /generate {"text": "a", "return_flat_raw_top_logprobs_b64": true}
200 /v1/score {"query": "a", "items": ["b", "c"], "label_token_ids": [1, 2], "apply_softmax": false, "item_first": false, "model": "stub"}
200 /v1/score {"query": "a", "items": "b", "label_token_ids": [1]}
200 /v1/score {"query": [1], "items": [[2], [3]], "label_token_ids": [1]}
400 /v1/score {"query": "a", "items": ["b"]}
400 /v1/score {"query": "a", "label_token_ids": [1]}
400 /v1/score {"items": ["b"], "label_token_ids": [1]}
400 /v1/score {"query": [1], "items": ["b"], "label_token_ids": [1]}
400 /v1/score {"query": "a", "items": ["b"], "label_token_ids": ["b"]}
400 /v1/score {"query": "a", "items": ["b"], "label_token_ids": [-1]}
400 /v1/score {"query": "a", "items": ["b"], "label_token_ids": [1], "apply_softmax": "no"}
400 /v1/score {"query": "a", "items": ["b"], "label_token_ids": [1], "return_pooled_hidden_states": true}
200 /v1/rerank {"query": "a", "documents": ["b", "c"]}
200 /v1/rerank {"query": "a", "documents": ["b"], "top_n": 5, "return_documents": false, "instruct": null}
400 /v1/rerank {"documents": ["b"]}
400 /v1/rerank {"query": "a"}
400 /v1/rerank {"query": "", "documents": ["b"]}
400 /v1/rerank {"query": " ", "documents": ["b"]}
400 /v1/rerank {"query": "a", "documents": []}
400 /v1/rerank {"query": "a", "documents": ["b", ""]}
400 /v1/rerank {"query": "a", "documents": ["b", "\n"]}
400 /v1/rerank {"query": "a", "documents": "b"}
400 /v1/rerank {"query": "a", "documents": ["b"], "top_n": 0}
200 /tokenize {"prompt": "a", "add_special_tokens": false, "model": "stub"}
200 /tokenize {"messages": [{"role": "user", "content": "a"}]}
400 /tokenize {}
400 /tokenize {"prompt": "a", "messages": [{"role": "user", "content": "a"}]}
400 /tokenize {"prompt": 7}
400 /tokenize {"messages": [{"role": "martian", "content": "a"}]}
400 /tokenize {"messages": [{"role": "user"}]}
200 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "max_tokens": 5, "temperature": 3, "top_p": 1.0, "seed": 1}
400 /v1/chat/completions {"messages": []}
400 /v1/chat/completions {"messages": [{"role": "martian", "content": "a"}]}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "top_p": 0}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "max_tokens": -1}
200 /v1/completions {"prompt": "a", "max_tokens": 5}
400 /v1/completions {"max_tokens": 5}
400 /v1/completions {"prompt": ""}
400 /v1/completions {"prompt": "a", "temperature": null}
X

asked tei <<'X'
200 /predict {"inputs": "a", "raw_scores": true, "truncate": false}
200 /predict {"inputs": ["a", "b"], "truncate": null, "truncation_direction": "left"}
200 /predict {"inputs": ["a"], "truncation_direction": "Right"}
200 /predict {"inputs": [["a"], ["a", "b"]]}
200 /predict {"inputs": ["", "b"]}
422 /predict {}
422 /predict {"raw_scores": true}
422 /predict {"inputs": []}
422 /predict {"inputs": ["a", "b", "c"]}
422 /predict {"inputs": [["a", "b", "c"]]}
422 /predict {"inputs": [[]]}
422 /predict {"inputs": [1, 2]}
422 /predict {"inputs": 7}
422 /predict {"inputs": null}
400 /predict {"inputs": ""}
400 /predict {"inputs": ["", ""]}
400 /predict {"inputs": [["a"], [""]]}
422 /predict {"inputs": "a", "truncation_direction": "sideways"}
422 /predict {"inputs": "a", "truncation_direction": "LEFT"}
422 /predict {"inputs": "a", "truncation_direction": null}
422 /predict {"inputs": "a", "truncate": "no"}
422 /predict {"inputs": "a", "raw_scores": null}
422 /predict {"inputs": "a", "raw_scores": 1}
422 /predict {"inputs": [["1"],["2"],["3"],["4"],["5"],["6"],["7"],["8"],["9"],["10"],["11"],["12"],["13"],["14"],["15"],["16"],["17"],["18"],["19"],["20"],["21"],["22"],["23"],["24"],["25"],["26"],["27"],["28"],["29"],["30"],["31"],["32"],["33"]]}
200 /predict {"inputs": [["1"],["2"],["3"],["4"],["5"],["6"],["7"],["8"],["9"],["10"],["11"],["12"],["13"],["14"],["15"],["16"],["17"],["18"],["19"],["20"],["21"],["22"],["23"],["24"],["25"],["26"],["27"],["28"],["29"],["30"],["31"],["32"]]}
400 /predict {"inputs": "a"
200 /rerank {"query": "a", "texts": ["b", "c"], "raw_scores": true, "truncate": false, "return_text": false}
200 /rerank {"query": "a", "texts": ["b"], "truncation_direction": "right"}
200 /rerank {"query": "a", "texts": ["b", ""]}
422 /rerank {"texts": ["b"]}
422 /rerank {"query": "a"}
422 /rerank {"query": ["a"], "texts": ["b"]}
422 /rerank {"query": "a", "texts": "b"}
400 /rerank {"query": "a", "texts": []}
400 /rerank {"query": "", "texts": ["b", ""]}
422 /rerank {"query": "a", "texts": ["b"], "truncation_direction": "sideways"}
422 /rerank {"query": "a", "texts": ["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17","18","19","20","21","22","23","24","25","26","27","28","29","30","31","32","33"]}
X

asked llama-server <<'X'
200 /tokenize {"content": "a", "add_special": true, "parse_special": true}
200 /tokenize {}
500 /tokenize {"content": 7}
500 /tokenize {"content": "a"
200 /embedding {"content": [[1, 2]], "embd_normalize": -1}
200 /embedding {"content": "a"}
200 /embedding {"input": ["a", [1, "b"]], "encoding_format": "float", "embd_normalize": 1}
400 /embedding {}
400 /embedding {"embd_normalize": -1}
500 /embedding {"content": []}
500 /embedding {"content": 7}
500 /embedding {"content": [[1, 2]], "embd_normalize": "none"}
400 /embedding {"content": "a", "encoding_format": "hex"}
500 /embedding {"content": "a", "encoding_format": 1}
200 /v1/rerank {"query": "a", "documents": ["b", "c"], "top_n": 2}
200 /v1/rerank {"query": "a", "texts": ["b", "c"], "return_text": true}
400 /v1/rerank {"documents": ["b"]}
400 /v1/rerank {"query": ["a"], "documents": ["b"]}
400 /v1/rerank {"query": "a"}
400 /v1/rerank {"query": "a", "documents": []}
400 /v1/rerank {"query": "a", "documents": "b"}
400 /v1/rerank {"query": "a", "documents": ["b", 7]}
500 /v1/rerank {"query": "a"
200 /completion {"prompt": "a", "n_predict": 0, "n_probs": 5}
200 /completion {"prompt": [1, 2, "a"], "temperature": -1, "top_p": 5, "stop": "b"}
200 /completion {"prompt": "a", "n_predict": -1, "seed": null}
400 /completion {}
400 /completion {"prompt": []}
400 /completion {"prompt": 7}
400 /completion {"prompt": "a", "n_predict": -2}
400 /completion {"prompt": "a", "max_tokens": -2}
400 /completion {"prompt": "a", "n": 0}
400 /completion {"prompt": "a", "n": 5}
400 /completion {"prompt": "a", "n_keep": -2}
400 /completion {"prompt": "a", "temperature": "hot"}
400 /completion {"prompt": "a", "stream": "yes"}
400 /completion {"prompt": "a", "repeat_last_n": -1}
200 /v1/completions {"prompt": "a", "max_tokens": 1, "temperature": 0, "logprobs": 5}
400 /v1/completions {"max_tokens": 1}
200 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "max_tokens": 1, "logprobs": true, "top_logprobs": 20}
400 /v1/chat/completions {"max_tokens": 1}
400 /v1/chat/completions {"messages": "a"}
400 /v1/chat/completions {"messages": [{"role": "user"}]}
400 /v1/chat/completions {"messages": [{"role": "user", "content": 7}]}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "top_logprobs": 5}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "continue_final_message": true}
200 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "continue_final_message": true, "add_generation_prompt": false}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}], "max_tokens": -2}
X

asked openrlhf <<'X'
200 /get_reward {"query": ["a", "b"]}
200 /get_reward {"query": "a"}
500 /get_reward {}
500 /get_reward {"query": null}
500 /get_reward {"query": []}
500 /get_reward {"query": 7}
500 /get_reward {"query": [1, 2]}
500 /get_reward {"query": ["a"]
500 /get_reward ["a"]
X

asked openai <<'X'
200 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}]}
200 /v1/chat/completions {"model": "m", "messages": [{"role": "system", "content": "a"}, {"role": "user", "content": [{"type": "text", "text": "b"}], "name": "n"}], "max_tokens": 1, "temperature": 2, "top_p": 0, "n": 128, "seed": -5, "stop": ["a", "b", "c", "d"], "logprobs": true, "top_logprobs": 20}
200 /v1/chat/completions {"model": "m", "messages": [{"role": "assistant", "content": null, "tool_calls": []}, {"role": "tool", "content": "a", "tool_call_id": "t"}], "stop": null, "n": null, "temperature": null}
400 /v1/chat/completions {"messages": [{"role": "user", "content": "a"}]}
400 /v1/chat/completions {"model": "m"}
400 /v1/chat/completions {"model": "m", "messages": []}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "martian", "content": "a"}]}
400 /v1/chat/completions {"model": "m", "messages": [{"content": "a"}]}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user"}]}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": null}]}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": []}]}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "tool", "content": "a"}]}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "logprobs": true, "top_logprobs": 50}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "logprobs": true, "top_logprobs": -1}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "top_logprobs": 5}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "logprobs": 5}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "max_tokens": -1}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "n": 0}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "n": 129}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "temperature": 5}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "temperature": -1}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "top_p": 1.1}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "frequency_penalty": 2.5}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "stop": ["a", "b", "c", "d", "e"]}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "stop": []}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "reasoning_effort": "total"}
400 /v1/chat/completions {"model": "m", "messages": [{"role": "user", "content": "a"}], "seed": "x"}
200 /v1/completions {"model": "m", "prompt": "a", "max_tokens": 1, "temperature": 0, "echo": true, "logprobs": 0}
200 /v1/completions {"model": "m", "prompt": [1, 2], "max_tokens": 0, "logprobs": 5}
200 /v1/completions {"model": "m", "prompt": "a", "best_of": 20, "n": 1, "suffix": null}
400 /v1/completions {"prompt": "a"}
400 /v1/completions {"model": "m"}
400 /v1/completions {"model": "m", "prompt": 7}
400 /v1/completions {"model": "m", "prompt": [[]]}
400 /v1/completions {"model": "m", "prompt": "a", "logprobs": 6}
400 /v1/completions {"model": "m", "prompt": "a", "logprobs": -1}
400 /v1/completions {"model": "m", "prompt": "a", "logprobs": true}
400 /v1/completions {"model": "m", "prompt": "a", "max_tokens": -1}
400 /v1/completions {"model": "m", "prompt": "a", "n": 0}
400 /v1/completions {"model": "m", "prompt": "a", "best_of": 21}
400 /v1/completions {"model": "m", "prompt": "a", "temperature": 5}
400 /v1/completions {"model": "m", "prompt": "a", "presence_penalty": -2.1}
400 /v1/completions {"model": "m", "prompt": "a", "suffix": 7}
X
