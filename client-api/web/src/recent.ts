/** The newest items of an endless list, newest first, each once. History and live items arrive in any order. */
export class Recent<T> {
  private list: T[] = [];
  private readonly keys = new Set<string>();

  /**
   * @param key Identifies an item.
   * @param isNewer Whether the first item goes before the second.
   * @param limit Maximum number of items kept.
   */
  public constructor(
    private readonly key: (item: T) => string,
    private readonly isNewer: (a: T, b: T) => boolean,
    private readonly limit: number,
  ) {}

  public get items(): readonly T[] {
    return this.list;
  }

  /** Adds items; returns those that were not known. */
  public add(items: readonly T[]): T[] {
    const added = items.filter((item) => this.insert(item));
    for (const dropped of this.list.splice(this.limit)) this.keys.delete(this.key(dropped));
    return added;
  }

  public clear(): void {
    this.list = [];
    this.keys.clear();
  }

  private insert(item: T): boolean {
    const key = this.key(item);
    if (this.keys.has(key)) return false;
    const at = this.list.findIndex((known) => this.isNewer(item, known));
    if (at < 0 && this.list.length >= this.limit) return false;
    this.keys.add(key);
    this.list.splice(at < 0 ? this.list.length : at, 0, item);
    return true;
  }
}
