# Sourced by scripts/ci-*: the environment, the library's folder, and what each host calls things, in our words.
# shellcheck shell=bash disable=SC2034  # the steps use them

source scripts/setup.sh
setup_base
setup_project
PATH=$VENV/bin:$PATH
cd "${POLICY_LIBRARY:-$ROOT}" || exit # where mkdocs.yml is, when it is not beside the tool

if [ -n "${GITHUB_ACTIONS:-}" ]; then
  HOST=github BASE=${GITHUB_BASE_REF:+origin/$GITHUB_BASE_REF}
elif [ -n "${GITLAB_CI:-}" ]; then
  HOST=gitlab BASE=${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}
elif [ -n "${GITEE_PIPELINE_NAME:-}" ]; then
  HOST=gitee BASE=${GITEE_PULL_ID:+$GITEE_COMMIT} # of a request: the commit that it will be merged into
else
  HOST=none BASE=
fi
BASE=${POLICY_BASE:-$BASE}                      # what a request is compared with; empty outside requests
SUMMARY=${GITHUB_STEP_SUMMARY:-/dev/null}       # Markdown that the host shows with the run
OUT=build/ci                                    # reports and the preview
mkdir -p "$OUT"
