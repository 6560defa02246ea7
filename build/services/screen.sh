#!/bin/sh
# Shows one of the hall's screens in a stock Chromium, full screen, with nothing else to be reached.
# Usage: screen.sh [ADDRESS] [PROGRAM [FLAG…]]   ADDRESS may come from YIHAO_SCREEN, e.g. http://127.0.0.1:7801/kiosk
set -eu
address=${1:-${YIHAO_SCREEN:?say which screen: screen.sh http://127.0.0.1:7801/kiosk}}
[ $# -gt 0 ] && shift
if [ $# -eq 0 ]; then
  for name in chromium chromium-browser google-chrome microsoft-edge; do
    command -v "$name" >/dev/null && set -- "$name" && break
  done
fi
[ $# -gt 0 ] || { echo 'screen.sh: no Chromium, Chrome or Edge is installed' >&2; exit 1; }
profile=${YIHAO_PROFILE:-${STATE_DIRECTORY:-${XDG_CACHE_HOME:-$HOME/.cache}/yihao-screen}}
mkdir -p "$profile/Default"
# No offer to translate over the hall's own five languages; some builds overrule the flag below.
[ -f "$profile/Default/Preferences" ] || echo '{"translate":{"enabled":false},"translate_blocked_languages":["zh-CN","zh","en","ug","kk","mn"]}' >"$profile/Default/Preferences"
# A power cut would otherwise greet the next visitor with a question about restoring pages.
if [ -f "$profile/Default/Preferences" ]; then
  sed -i 's/"exited_cleanly":false/"exited_cleanly":true/; s/"exit_type":"[A-Za-z]*"/"exit_type":"Normal"/' "$profile/Default/Preferences"
fi
program=$1
shift
exec "$program" \
  --kiosk --app="$address" --user-data-dir="$profile" \
  --no-first-run --no-default-browser-check --password-store=basic --disable-sync \
  --autoplay-policy=no-user-gesture-required \
  --disable-pinch --overscroll-history-navigation=0 --disable-features=Translate,TouchpadOverscrollHistoryNavigation \
  --disable-session-crashed-bubble --noerrdialogs --disable-component-update --check-for-update-interval=31536000 \
  --disable-background-timer-throttling --disable-backgrounding-occluded-windows --disable-renderer-backgrounding \
  "$@"
