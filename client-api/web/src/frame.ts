/**
 * Collects what changed and renders it once per animation frame, however many messages arrived in between.
 * A hidden page gets no frames and therefore renders nothing; the state behind it stays current.
 */
export class FrameScheduler<Topic extends string> {
  private readonly renderers = new Map<Topic, Set<() => void>>();
  private readonly dirty = new Set<Topic>();
  private requested = false;

  public constructor(private readonly requestFrame: (callback: () => void) => void) {}

  /** Calls the renderer once per frame in which one of the topics was touched. */
  public on(topics: readonly Topic[], render: () => void): void {
    for (const topic of topics) {
      const renderers = this.renderers.get(topic) ?? new Set();
      renderers.add(render);
      this.renderers.set(topic, renderers);
    }
  }

  public touch(...topics: Topic[]): void {
    for (const topic of topics) this.dirty.add(topic);
    if (this.requested || this.dirty.size === 0) return;
    this.requested = true;
    this.requestFrame(() => this.renderDirty());
  }

  private renderDirty(): void {
    this.requested = false;
    const due = new Set<() => void>();
    for (const topic of this.dirty) for (const render of this.renderers.get(topic) ?? []) due.add(render);
    this.dirty.clear();
    for (const render of due) render();
  }
}
