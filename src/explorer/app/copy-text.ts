/** Puts a text on the clipboard; says whether it could. */
export async function copyText(text: string): Promise<boolean> {
  // A browser gives its clipboard to pages that came over HTTPS or from this machine alone.
  if (window.isSecureContext && 'clipboard' in navigator) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // It was forbidden: the older way needs no leave.
    }
  }
  return copiedByEvent(text);
}

/** The older way, which any page may go within a press of a key or a button. */
function copiedByEvent(text: string): boolean {
  let isCopied = false;
  const copied = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    isCopied = true;
  };
  document.addEventListener('copy', copied);
  try {
    document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', copied);
  }
  return isCopied;
}
