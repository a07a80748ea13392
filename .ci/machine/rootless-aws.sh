#!/usr/bin/env bash
# The image with the aws CLI of images.sh for the rootless podman of USER as well. Copying it takes a while: whoever comes
# while somebody else copies, waits for that.
# Usage: rootless-aws.sh USER STATEDIR      (as root). One that is there is not copied again.
set -euo pipefail

user=$1
image=aws-cli:test
exec 9>"$2/rootless-aws.lock"
flock 9

as_user() {
  su - "$user" -c "$(printf '%q ' "$@")"
}

label_in() { # ENGINE…
  "$@" image inspect --format '{{index .Config.Labels "vaultrun.recipe"}}' "$image" 2>/dev/null || true
}

recipe=$(label_in docker)
[[ -n $recipe ]] || { echo "rootless-aws: docker has no $image" >&2 && exit 1; }
[[ $(label_in as_user podman) != "$recipe" ]] || exit 0

# One layer, and only what is needed: where the user has no overlay file system, each layer and each container is a
# copy. By another name until it is whole.
docker run --rm --network=none "$image" tar -C / -c --numeric-owner --one-file-system \
  --exclude='./var/cache/*' --exclude='./usr/share/locale/*' --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' . |
  as_user podman import --quiet --change "LABEL vaultrun.recipe=$recipe" - "$image-part" 9>&- >/dev/null
as_user podman tag "$image-part" "$image"
as_user podman untag "$image-part" "$image-part"
