import { tick } from 'svelte';
import { prefersReducedMotion } from 'svelte/motion';
import type { MessageId } from '#protocol/identifiers.ts';
import { attempt, ignoreShownInPlace, reportError } from '../../lib/report-error.ts';
import { RowGeometry, rowSelector } from './row-geometry.ts';
import type { RowRange, RowWindow } from './row-window.svelte.ts';
import { ScrollKeeper } from './scroll-keeper.ts';
import type { Timeline } from './timeline.state.svelte.ts';

const highlightMs = 1_600;
/** In heights of the list: what is kept ready on either side, and from where on rows are given up. */
const readyHeights = 2;
const mostHeights = 5;
const rowsAtOnce = 10;
/** Of what was in view still is so after a page, so that one finds on. */
const keptInViewPx = 60;
/** So near the edge that whoever moves fast may reach it before the next rows are there. */
const hurryRows = 30;
/** Rows left before the end of what is loaded, when the next page is asked for. */
const rowsBeforeLoading = 60;
/** What holds rows (a selection, a sound that plays) holds no more than these. */
const heldRowsMax = 600;

interface Options {
  timeline: Timeline;
  scroller: HTMLElement;
  content: HTMLElement;
  isOnline: () => boolean;
  /** Something stands beside a row, such as its menu. */
  isRowInUse: () => boolean;
}

/**
 * The part of a conversation that is on the screen: makes rows a few heights around it and gives up
 * those far away, and has pages loaded before anybody gets to their end.
 */
export class MessageViewport {
  readonly #options: Options;
  readonly #keeper: ScrollKeeper;
  readonly #window: RowWindow;
  readonly #sizes: ResizeObserver;
  #frame: number | undefined;
  #wasFarBack = false;
  isAtBottom = $state(true);
  /** The message that was jumped to, for a moment. */
  highlighted = $state<MessageId | null>(null);
  /** When the uppermost message in view was sent; RFC 3339. */
  uppermostAt = $state<string | null>(null);
  /** Whether the separator above that message says its day already. */
  showsItsDay = $state(false);

  constructor(window: RowWindow, options: Options) {
    this.#window = window;
    this.#options = options;
    this.#keeper = new ScrollKeeper(options.scroller);
    this.#sizes = new ResizeObserver(() => this.#resized());
    this.#sizes.observe(options.scroller);
    this.#sizes.observe(options.content);
    options.timeline.isShown = true;
    options.timeline.cameSinceLeft = false;
  }

  end(): void {
    this.#sizes.disconnect();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#options.timeline.isShown = false;
  }

  /** At what is new since, or where the person was, or at the newest message. */
  async start(): Promise<void> {
    const { timeline, scroller } = this.#options;
    const { place, firstNewKey } = timeline;
    const firstNew = timeline.entries.findIndex(({ key }) => key === firstNewKey);
    const index = timeline.entries.findIndex(({ key }) => key === place?.key);
    // Whoever left what is new unread, and went back, knows of it.
    if (place !== null && index !== -1 && (firstNew === -1 || place.firstNewKey === firstNewKey)) {
      await this.#show(index);
      const row = this.#row(place.key);
      const top = row?.getBoundingClientRect().top ?? 0;
      scroller.scrollTop += top - scroller.getBoundingClientRect().top - place.offsetPx;
    } else if (firstNew !== -1) {
      await this.#show(firstNew);
      scroller.querySelector('[data-divider]')?.scrollIntoView({ block: 'center' });
    } else {
      this.#window.showEnd(timeline.entries);
      await tick();
      this.#keeper.toBottom();
      return;
    }
    this.#placed();
  }

  scrolled(): void {
    this.#tellWhatIsBelow();
    this.isAtBottom = this.#keeper.scrolled();
    this.#adjust();
  }

  /** Messages came or went. */
  changed(): void {
    this.#tellWhatIsBelow();
    this.#adjustSoon();
  }

  beforeGrowingAbove(): void {
    this.#keeper.beforeGrowingAbove();
  }

  get isLookingAtNewest(): boolean {
    return this.#keeper.isAtBottom;
  }

  async toNewest(smooth = false): Promise<void> {
    const { timeline } = this.#options;
    await attempt(() => timeline.loadNewest());
    if (timeline.hasNewer) return;
    const isFarAway = this.#range().end < timeline.entries.length || this.#wasFarBack;
    if (isFarAway) this.#window.showEnd(timeline.entries);
    this.#wasFarBack = false;
    this.#tellWhatIsBelow();
    await tick();
    // Across what has no rows there is nothing to glide over.
    this.#keeper.toBottom(smooth && !isFarAway && !prefersReducedMotion.current);
    this.isAtBottom = true;
  }

  async jumpTo(id: MessageId): Promise<void> {
    const { timeline } = this.#options;
    await attempt(() => timeline.reach(id));
    await this.#highlight(id);
  }

  /** To the first message of a time or later; RFC 3339. */
  async jumpToTime(time: string): Promise<void> {
    const id = await attempt(() => this.#options.timeline.reachTime(time));
    if (id != null) await this.#highlight(id);
  }

  /** What stood at one edge of the view stands at the other then. The keyboard goes along if it is here. */
  page(step: 1 | -1): void {
    const { scroller, content } = this.#options;
    const hadFocus = content.contains(document.activeElement);
    const lineOfBefore = Math.min(keptInViewPx, scroller.clientHeight / 4);
    const by = step * (scroller.clientHeight - lineOfBefore);
    scroller.scrollBy({ top: by, behavior: 'instant' });
    if (!hadFocus) return;
    const geometry = new RowGeometry(scroller, content);
    const row = step === -1 ? geometry.firstWhole() : geometry.lastWhole();
    row?.focus({ preventScroll: true });
  }

  /** To the very first message or the newest, with the keyboard if it is in the list. */
  async goToEnd(end: 'first' | 'newest'): Promise<void> {
    const { timeline, scroller, content } = this.#options;
    const hadFocus = content.contains(document.activeElement);
    if (end === 'newest') {
      await this.toNewest();
    } else {
      if (timeline.hasOlder) await attempt(() => timeline.reachTime(new Date(0).toISOString()));
      await this.#show(0);
      scroller.scrollTop = 0;
      this.#placed();
    }
    if (!hadFocus) return;
    const rows = [...content.querySelectorAll<HTMLElement>(rowSelector)];
    rows.at(end === 'first' ? 0 : -1)?.focus({ preventScroll: true });
  }

  async #highlight(id: MessageId): Promise<void> {
    const { timeline } = this.#options;
    const index = timeline.entries.findIndex((entry) => entry.id === id);
    if (index === -1) return;
    await this.#show(index);
    this.#row(timeline.entries[index]?.key ?? '')?.scrollIntoView({ block: 'center' });
    this.#placed();
    this.highlighted = id;
    setTimeout(() => (this.highlighted = null), highlightMs);
  }

  async #show(index: number): Promise<void> {
    this.#window.showAround(index, this.#options.timeline.entries);
    this.#keeper.isAtBottom = false;
    await tick();
  }

  #placed(): void {
    this.#tellWhatIsBelow();
    this.isAtBottom = this.#keeper.measure();
    this.#adjustSoon();
  }

  #row(key: string): HTMLElement | null {
    return this.#options.content.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  #range(): RowRange {
    return this.#window.range(this.#options.timeline.entries);
  }

  #tellWhatIsBelow(): void {
    const { timeline } = this.#options;
    if (timeline.hasNewer) this.#wasFarBack = true;
    this.#keeper.hasMoreBelow = timeline.hasNewer || this.#range().end < timeline.entries.length;
  }

  #resized(): void {
    this.#keeper.resized();
    this.#adjustSoon();
  }

  /** In the next frame: rows that come while sizes are told would be told of too late. */
  #adjustSoon(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#adjust();
    });
  }

  #adjust(): void {
    const { timeline, scroller, content } = this.#options;
    const geometry = new RowGeometry(scroller, content);
    const range = this.#range();
    // Rows that are still to come: their frame will follow.
    if (geometry.rows.length !== range.end - range.first || geometry.height === 0) return;
    this.#notePlace(geometry);
    const holds = geometry.rows.length < heldRowsMax && this.#holdsRows();
    // Whoever is followed to the newest is there in a moment, however high what has just come is.
    const holdsEnd = holds || this.#keeper.isAtBottom;
    const count = timeline.entries.length;
    const next = wantedRange(geometry, range, { count, holdsStart: holds, holdsEnd });
    if (next.first !== range.first || next.end !== range.end) {
      this.#keepFocus(geometry, range, next);
    }
    this.#window.set(next, timeline.entries);
    if (!holds) timeline.keepAround(next.first, next.end - 1);
    this.#load(next, geometry);
  }

  #notePlace(geometry: RowGeometry): void {
    const { timeline } = this.#options;
    const place = geometry.uppermost();
    const entry = timeline.entries.find(({ key }) => key === place?.key);
    this.uppermostAt = entry?.createdAt ?? null;
    this.showsItsDay = place !== null && geometry.showsDayOf(place.key);
    const { firstNewKey } = timeline;
    timeline.place = this.#keeper.isAtBottom || place === null ? null : { ...place, firstNewKey };
  }

  /** Rows that are given up take neither the selection nor a sound with them. */
  #holdsRows(): boolean {
    const { content, isRowInUse } = this.#options;
    const selection = window.getSelection();
    const isSelected =
      selection?.isCollapsed === false &&
      (content.contains(selection.anchorNode) || content.contains(selection.focusNode));
    const players = content.querySelectorAll<HTMLMediaElement>('audio, video');
    return isSelected || isRowInUse() || [...players].some(({ paused }) => !paused);
  }

  /** The keyboard stays in the list when its row is given up: at the nearest that stays. */
  #keepFocus({ rows }: RowGeometry, range: RowRange, next: RowRange): void {
    const focused = rows.findIndex((row) => row.contains(document.activeElement));
    if (focused === -1) return;
    const index = focused + range.first;
    const nearest = Math.min(Math.max(index, next.first), next.end - 1);
    if (nearest !== index) rows[nearest - range.first]?.focus({ preventScroll: true });
  }

  #load({ first, end }: RowRange, { above, height }: RowGeometry): void {
    const { timeline, isOnline } = this.#options;
    const { entries, hasOlder, isLoadingOlder, hasNewer } = timeline;
    if (hasOlder && !isLoadingOlder && first < rowsBeforeLoading) {
      // What was never seen is not there without the server, as the banner says.
      const isAwaited = isOnline() && above < height;
      const tell = isAwaited ? reportError : ignoreShownInPlace;
      void attempt(() => timeline.loadOlder(), tell);
    }
    if (hasNewer && entries.length - end < rowsBeforeLoading) {
      void attempt(() => timeline.loadNewer(), ignoreShownInPlace);
    }
  }
}

/** The rows that there should be: nearly those that there are, as each one that is made takes time. */
function wantedRange(
  geometry: RowGeometry,
  { first, end }: RowRange,
  { count, holdsStart, holdsEnd }: { count: number; holdsStart: boolean; holdsEnd: boolean },
): RowRange {
  const { above, below, height } = geometry;
  const more = (distance: number) => (distance < height / 2 ? hurryRows : rowsAtOnce);
  const wanted = { first, end };
  if (above < readyHeights * height) wanted.first = Math.max(0, first - more(above));
  else if (above > mostHeights * height && !holdsStart) {
    wanted.first = first + geometry.firstBelow(-(mostHeights - 1) * height);
  }
  if (below < readyHeights * height) wanted.end = Math.min(count, end + more(below));
  else if (below > mostHeights * height && !holdsEnd) {
    // With the row that crosses the line: without a tall one there would be too few again.
    wanted.end = Math.min(end, first + geometry.firstBelow(mostHeights * height) + 1);
  }
  return wanted;
}
