#!/bin/sh
# The same loop with Bland's own command line. It can update a name and a prompt.
set -eu
for file in desired/*.json; do
  id=$(jq -r .id "$file")
  live=$("$BENCH_PEERS/node_modules/.bin/bland" persona get "$id" --json | jq -c '.. | .current_draft_version? // empty | .personality_prompt')
  want=$(jq -c .personality_prompt "$file")
  [ "$live" = "$want" ] || "$BENCH_PEERS/node_modules/.bin/bland" persona update "$id" --prompt "$(jq -r .personality_prompt "$file")" > /dev/null
done
