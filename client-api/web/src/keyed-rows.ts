/** Keeps one element per item in the items' order and updates elements in place, so focus, selection and edits survive a rendering. */
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
      // Moving an element takes the focus from it, so those in place stay.
      if (row.root === at) at = at.nextElementSibling;
      else this.parent.insertBefore(row.root, at);
    }
  }

  private rowOf(item: T): Row {
    const key = this.key(item);
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const made = this.create(item);
    this.rows.set(key, made);
    return made;
  }

  private removeAllBut(keys: ReadonlySet<string>): void {
    for (const [key, row] of this.rows) {
      if (keys.has(key)) continue;
      row.root.remove();
      this.rows.delete(key);
    }
  }
}
