import { required, setAttribute } from '../dom.ts';

/** The tabs over orders, positions and executions; arrow keys move between them as in any tab list. */
export class BlotterView {
  private readonly tabs: HTMLElement[];

  public constructor() {
    const list = required('#blotter-tabs', HTMLElement);
    this.tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
    for (const tab of this.tabs) tab.addEventListener('click', () => this.show(tab));
    list.addEventListener('keydown', (event) => this.move(event));
  }

  private show(selected: HTMLElement): void {
    for (const tab of this.tabs) {
      const isSelected = tab === selected;
      setAttribute(tab, 'aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      required(`#${tab.getAttribute('aria-controls')}`, HTMLElement).hidden = !isSelected;
    }
  }

  private move(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const at = this.tabs.findIndex((tab) => tab === document.activeElement);
    const next = this.tabs[(at + step + this.tabs.length) % this.tabs.length];
    if (step === 0 || at < 0 || next === undefined) return;
    event.preventDefault();
    next.focus();
    this.show(next);
  }
}
