#!/bin/sh
# The loop that a team writes first: each persona is read with curl, compared with jq, and patched where it differs.
set -eu
pick='{name, role, personality_prompt: (.current_draft_version.personality_prompt // .personality_prompt)}'
for file in desired/*.json; do
  url="$BLAND_BASE_URL/v1/personas/$(jq -r .id "$file")"
  live=$(curl -sf -H "authorization: $BLAND_API_KEY" "$url" | jq -Sc ".data | $pick")
  want=$(jq -Sc "$pick" "$file")
  [ "$live" = "$want" ] || curl -sf -o /dev/null -X PATCH -H "authorization: $BLAND_API_KEY" -d "$want" "$url"
done
