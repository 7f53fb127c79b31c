# Types docs/tutorial.md from top to bottom: blocks of sh run without a fault, and blocks of console print what stands there.
export ASSAY_NO_PROGRESS=1
awk '
    /^```sh$/ { print "{"; kind = "sh"; next }
    /^```console$/ { kind = "console"; next }
    /^```$/ { if (kind == "sh") print "} >said 2>fault || { cat said fault; exit 1; }"; kind = ""; next }
    kind == "sh" { print }
    kind == "console" && /^\$ / { typed = substr($0, 3); quoted = typed; gsub(/'\''/, "'\''\\'\'''\''", quoted)
        printf "echo '\''$ %s'\''\n{ %s; } 2>&1 || :\n", quoted, typed }
' "$top/docs/tutorial.md" >typed
awk '/^```console$/ { on = 1; next } /^```$/ { on = 0 } on' "$top/docs/tutorial.md" >expected
bash typed >printed
diff -u expected printed
