/** Keeps one element per item, in the items' order, and updates elements in place, so focus, selection and edits survive rendering. */
export class KeyedRows<T, Row extends { readonly root: HTMLElement }> {
  private readonly rows = new Map<string, Row>();

  public constructor(
    private readonly parent: HTMLElement,
    private readonly key: (item: T) => string,
    private readonly create: (item: T) => Row,
    private readonly update: (row: Row, item: T) => void,
  ) {}

  public render(items: readonly T[]): void {
    this.removeAllBut(new Set(items.map(this.key)));
    let at: Element | null = this.parent.firstElementChild;
    for (const item of items) {
      const row = this.rowOf(item);
      this.update(row, item);
      // Moving an element takes its focus away, so those in place are not moved.
      if (row.root === at) at = at.nextElementSibling;
      else this.parent.insertBefore(row.root, at);
    }
  }

  private rowOf(item: T): Row {
    const key = this.key(item);
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const made = this.create(item);
    this.nameCells(made.root);
    this.rows.set(key, made);
    return made;
  }

  /** A row that is shown as a card has the column names with the values. */
  private nameCells(row: HTMLElement): void {
    const heads = this.parent.closest('table')?.querySelectorAll('thead th');
    heads?.forEach((head, at) => {
      const name = head.querySelector('.visually-hidden') === null ? head.textContent : null;
      if (name) row.children[at]?.setAttribute('data-name', name);
    });
  }

  private removeAllBut(keys: ReadonlySet<string>): void {
    for (const [key, row] of this.rows) {
      if (keys.has(key)) continue;
      row.root.remove();
      this.rows.delete(key);
    }
  }
}
