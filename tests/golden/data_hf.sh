# A Hugging Face folder gives what transformers gives, without Python, and what its GGUF gives.
models=$ASSAY_DATA/../golden/models
folder=$models/llama-rm-hf
assay doctor --model "hf:$folder" --tokens "$models/rm-tokens.txt" >got
paste -d ' ' got "$models/llama-rm.scores.jsonl" | tr -d '[],' | awk '
    { d = $1 - $2; d = d < 0 ? -d : d; most = d > most ? d : most }
    END { print NR " lines", most < 1e-5 ? "within 1e-5" : "differ by " most }'
assay doctor --model "hf:$folder" --model-option threads=2 --tokens "$models/rm-tokens.txt" | cmp - got

# What is wrong with a folder, in a line.
copy() { rm -rf bad; mkdir bad; cp "$folder"/* bad; chmod u+w bad/*; }
tell() { assay doctor --model hf:bad --tokens "$models/rm-tokens.txt" || echo "status $?"; }
copy; truncate -s 1000000 bad/model.safetensors; tell
copy; rm bad/model.safetensors; tell
copy; sed -i 's/LlamaFor/MambaFor/' bad/config.json; tell
copy; sed -i 's/"intermediate_size": 352/"intermediate_size": 350/' bad/config.json; tell
copy; sed -i 's/"num_hidden_layers": 4/"num_hidden_layers": 5/' bad/config.json; tell
copy; sed -i 's/"num_attention_heads": 4/"num_attention_heads": 0/' bad/config.json; tell
copy; rm bad/config.json; tell
