import { element, required } from '../dom.ts';

export const MAX_TOASTS = 4;
const LIFETIME_MS = 6_000;

export type ToastKind = 'buy' | 'sell' | 'problem';

/** Short notices in the corner; the oldest are removed first. */
export class Toasts {
  private readonly root = required('#toasts', HTMLElement);

  public show(kind: ToastKind, text: string): void {
    const close = element('button', { type: 'button', 'aria-label': 'Dismiss' }, '✕');
    const toast = element('div', { class: 'toast', 'data-kind': kind }, element('span', {}, text), close);
    close.addEventListener('click', () => toast.remove());
    this.root.append(toast);
    while (this.root.childElementCount > MAX_TOASTS) this.root.firstElementChild?.remove();
    setTimeout(() => toast.remove(), LIFETIME_MS);
  }
}
