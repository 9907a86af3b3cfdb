#!/bin/sh
# Makes an offline installation for a closed network: wheels for x86-64 and arm64, and how to install them.
set -eu

out="dist/luoshi-offline"
rm -rf "$out" && mkdir -p "$out"
.venv/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w "$out/wheels" .
for machine in x86_64 aarch64; do
    .venv/bin/python -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary=:all: \
        --python-version 3.11 --platform "manylinux_2_28_$machine" --platform "manylinux2014_$machine" \
        --platform "manylinux_2_17_$machine" --dest "$out/wheels" -r requirements/run.txt
done
cp requirements/run.txt README.md LICENSE "$out/"
cat > "$out/install.sh" <<'INSTALL'
#!/bin/sh
# 在不联网的机器上安装：sh install.sh [文件夹]，默认 /opt/luoshi。需要 Python 3.11（带 venv）。
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
target="${1:-/opt/luoshi}"
python3.11 -m venv "$target"
"$target/bin/pip" install --quiet --no-index --find-links "$here/wheels" --require-hashes -r "$here/run.txt"
"$target/bin/pip" install --quiet --no-index --find-links "$here/wheels" --no-deps "$here"/wheels/luoshi-*.whl
echo "装好了：$target/bin/luoshi init"
INSTALL
tar -C dist -czf dist/luoshi-offline.tar.gz luoshi-offline
ls -l dist/luoshi-offline.tar.gz
