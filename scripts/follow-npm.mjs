const lookEveryMs = 250;

/**
 * Ends this process (with SIGTERM, so that it can finish its work) when the shell that npm started
 * it in has gone: npm passes signals to that shell, which ends without passing them on.
 */
export function followNpm() {
  if (process.platform === 'win32' || !process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, lookEveryMs);
  timer.unref();
}
