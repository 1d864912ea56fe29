#!/bin/sh
# A contract on paper all the way to the journal and back: sh examples/paper/walk.sh [PDF [DRAFT]]
# Needs `duly` and `python` of one environment on the path (make setup puts them into .venv/bin). Where the draft needs a
# person first, it is left as draft.yaml in this folder: mend it and give it as DRAFT. Else nothing is left behind.
set -e
here=$(dirname "$0")
pdf=${1:-$here/agreement.pdf}
mended=${2:-}
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

# The books of the company are in the currency of the contract, so that no rates are needed.
currency=$(duly read "$pdf" --format contract | sed -n 's/^currency: *//p')
sed "s/USD/${currency:-USD}/" "$here/company.yaml" > "$folder/company.yaml"
second duly company set "$folder/company.yaml" --by rob

say document receive "$pdf" --entity US01 --by cam
say document read DOC-1 --by cam
say document show DOC-1 --by cam
say document draft DOC-1 --by cam | tee "$folder/draft.yaml"
sed -i '/^\$ duly/d' "$folder/draft.yaml"
if [ "$mended" ]; then cp "$mended" "$folder/draft.yaml"; fi

say document confirm DOC-1 "$folder/draft.yaml" --by cam > "$folder/confirmed.txt" 2>&1 || waits=yes
cat "$folder/confirmed.txt"
if [ "${waits:-}" ]; then
  if [ -e draft.yaml ]; then mv draft.yaml draft.yaml.before; fi
  cp "$folder/draft.yaml" draft.yaml
  echo
  echo "This draft waits for a person: the words do not say what the message above asks for. It is kept as draft.yaml in"
  echo "this folder. Write it in, answer the questions at its top, and go on with: make demo PDF=… DRAFT=draft.yaml"
  exit 1
fi
say approve "$(proposal < "$folder/confirmed.txt")" --by rob > /dev/null
echo
echo "$ duly approve … --by rob       (a second person agrees; only now is it a contract)"

contract=$(sed -n 's/^contract: *//p' "$folder/draft.yaml")
python "$here/reported.py" "$folder/draft.yaml" > "$folder/reported.txt"
if [ -s "$folder/reported.txt" ]; then
  echo
  echo "What is delivered, used or sold has to be reported. Nobody has yet; for this walk we invent a first month:"
  while IFS='|' read -r what one two; do
    echo "$ duly fact record $contract '$what' '$one'${two:+ '$two'} --by rae"
    duly fact record "$contract" "$what" "$one" ${two:+"$two"} --by rae > "$folder/fact.txt"
    waiting=$(proposal < "$folder/fact.txt")
    if [ "$waiting" ]; then duly approve "$waiting" --by rob > /dev/null; fi
  done < "$folder/reported.txt"
fi

# The first month that books something is posted; of the obligations that earn in it, the last is explained to the page.
first=$(sed -n 's/.*date: *\([0-9]*-[0-9]*\).*/\1/p' "$folder/reported.txt" | head -1)
first=${first:-$(sed -n 's/^ *from: *{value: \([0-9]*-[0-9]*\).*/\1/p; s/^ *from: *\([0-9]*-[0-9]*\).*/\1/p' "$folder/draft.yaml" | head -1)}
say post "$first" --entity US01 --by rae ||
  { echo; echo "The first month books nothing: what the draft asks about may be all this contract earns."; }

names=$(awk '/^[a-z]/ {inside = /^obligations:/} inside && /^  [a-z]/ {sub(":.*", ""); sub("^ *", ""); print}' "$folder/draft.yaml")
found=
while read -r name; do
  last=$name
  told=$(duly explain "$contract/$name/$first" --ledger --by rae 2> /dev/null || true)
  case $told in *verbatim*) found=$name ;; esac
done <<NAMES
$names
NAMES
say explain "$contract/${found:-$last}/$first" --ledger --by rae
