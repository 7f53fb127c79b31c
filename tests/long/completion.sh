# What fish and zsh offer behind assay. Of bash it is tested beside the other commands (tests/golden/completion.sh).
export HOME=$PWD
assay completion fish >assay.fish
for line in 'assay l' 'assay data pu' 'assay agree --format ' 'assay run --model gg' 'assay run --suite rewardbe' 'assay report --fo'; do
    echo "fish: $line"
    fish --no-config -c 'source assay.fish; complete -C $argv[1]' "$line" | cut -f 1 | sort
done
fish --no-config -c 'source assay.fish; complete -C "assay agree --rep"'

# zsh completes on a terminal alone: it gets one, TAB is typed behind a line, and a key tells what the line has become.
mkdir functions
assay completion zsh >functions/_assay
cat >settings.zsh <<'END'
PS1= RPS1=
fpath=($PWD/functions $fpath)
autoload -U compinit
compinit -u -D
tell() { print -r -- "<<$BUFFER>>"; zle kill-whole-line }
zle -N tell
bindkey '^X' tell
bindkey '^I' complete-word
unsetopt list_ambiguous auto_list list_beep
print READY
END
cat >typing.zsh <<'END'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "source settings.zsh"
zpty -r shell said '*READY*'
for line in 'assay lead' 'assay data pul' 'assay agree --format mark' 'assay run --model repl' \
    'assay run --suite rewardbench2' 'assay report --form' 'assay run --no-c'; do
    zpty -n -w shell "$line"$'\t\x18'
    zpty -r shell said '*<<*>>*'
    print -r -- "zsh: ${${said##*<<}%%>>*}|"
done
zpty -d shell
END
timeout 60 zsh -f typing.zsh
