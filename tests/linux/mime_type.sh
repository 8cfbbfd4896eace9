#!/bin/sh
# mime_type.sh UPDATE-MIME-DATABASE FILE SCRATCH: the type in FILE is read, and *.kintsugi belongs to it.
set -eu
rm -rf "$3"
mkdir -p "$3/packages"
cp "$2" "$3/packages/"
"$1" "$3"
test -f "$3/application/x-kintsugi-project.xml"
grep -q 'application/x-kintsugi-project' "$3/treemagic" "$3/globs2" 2>/dev/null
