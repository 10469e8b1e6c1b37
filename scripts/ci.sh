# Sourced by scripts/ci-*: the environment, the library's folder, and what each host calls things, in our words.
# shellcheck shell=bash disable=SC2034  # the steps use them

source scripts/setup.sh
setup_base
setup_project
PATH=$VENV/bin:$PATH
cd "${POLICY_LIBRARY:-$ROOT}" || exit # where mkdocs.yml is, when it is not beside the tool

if [ -n "${GITHUB_ACTIONS:-}" ]; then
  HOST=github BASE=${GITHUB_BASE_REF:+origin/$GITHUB_BASE_REF} REPOSITORY=${GITHUB_REPOSITORY:-} API=${GITHUB_API_URL:-}
elif [ -n "${GITLAB_CI:-}" ]; then
  HOST=gitlab BASE=${CI_MERGE_REQUEST_DIFF_BASE_SHA:-} REPOSITORY=${CI_PROJECT_PATH:-} API=${CI_API_V4_URL:-}
elif [ -n "${GITEE_PIPELINE_NAME:-}" ]; then
  # Of a request, GITEE_COMMIT is the one that it will be merged into.
  HOST=gitee BASE=${GITEE_PULL_ID:+$GITEE_COMMIT} REPOSITORY=${POLICY_REPOSITORY:-${GITEE_REPO:-}} API=
else
  HOST=none BASE='' REPOSITORY='' API=
fi
BASE=${POLICY_BASE:-$BASE}                      # what a request is compared with; empty outside requests
SUMMARY=${GITHUB_STEP_SUMMARY:-/dev/null}       # Markdown that the host shows with the run
OUT=build/ci                                    # reports and the preview
mkdir -p "$OUT"
