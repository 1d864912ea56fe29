#!/bin/sh
# A contract on paper all the way to the journal and back: sh examples/paper/walk.sh [PDF]
# Needs `duly` on the path (make setup puts it into .venv/bin). It leaves nothing behind.
set -e
here=$(dirname "$0")
pdf=${1:-$here/agreement.pdf}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DULY_DATA="$folder/data"

say() { printf '\n$ duly %s\n\n' "$*"; duly "$@"; }
proposal() { sed -n 's/.*\(P-[0-9][0-9]*\), which waits.*/\1/p'; }
second() { duly approve "$("$@" | proposal)" --by ben > /dev/null; }

duly init ann=SA ben=CT > /dev/null
second duly access grant cam CM --by ann
second duly access grant rae RA --by ann
second duly access grant rob RM --by ann
second duly company set "$here/company.yaml" --by rob

say document receive "$pdf" --entity US01 --by cam
say document read DOC-1 --by cam
say document show DOC-1 --by cam
say document draft DOC-1 --by cam | tee "$folder/draft.yaml"
sed -i '/^\$ duly/d' "$folder/draft.yaml"
say document confirm DOC-1 "$folder/draft.yaml" --by cam > "$folder/confirmed.txt" 2>&1 || waits=yes
cat "$folder/confirmed.txt"
if [ "${waits:-}" ]; then
  echo
  echo "This draft waits for a person: the words do not say what the message above asks for. Keep the draft, write it"
  echo "in, answer the questions at its top, and confirm it with \`duly document confirm\`."
  exit 1
fi
say approve "$(proposal < "$folder/confirmed.txt")" --by rob > /dev/null
echo
echo "$ duly approve … --by rob       (a second person agrees; only now is it a contract)"

contract=$(sed -n 's/^contract: *//p' "$folder/draft.yaml")
first=$(sed -n 's/.*from: {value: \([0-9]*-[0-9]*\).*/\1/p' "$folder/draft.yaml" | head -1)
say post "$first" --entity US01 --by rae

# Of the obligations that earn something in that month, the last one is explained down to the page.
names=$(awk '/^[a-z]/ {inside = /^obligations:/} inside && /^  [a-z]/ {sub(":.*", ""); sub("^ *", ""); print}' "$folder/draft.yaml")
found=
while read -r name; do
  told=$(duly explain "$contract/$name/$first" --ledger --by rae 2> /dev/null || true)
  case $told in *verbatim*) found=$name ;; esac
done <<NAMES
$names
NAMES
say explain "$contract/${found:-$name}/$first" --ledger --by rae
