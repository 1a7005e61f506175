import { Api } from './api.ts';
import type { Session } from './contracts.ts';
import { Desk } from './desk.ts';
import { required } from './dom.ts';
import { Store } from './store.ts';
import { displayPrice, displayQuantity } from './ticket.ts';
import { BalancesView } from './views/balances.ts';
import { BlotterView } from './views/blotter.ts';
import { ChartView } from './views/chart.ts';
import { FillsView } from './views/fills.ts';
import { HeaderView } from './views/header.ts';
import { InstrumentsView } from './views/instruments.ts';
import { LadderView } from './views/ladder.ts';
import { LoginView } from './views/login.ts';
import { OrdersView } from './views/orders.ts';
import { PositionsView } from './views/positions.ts';
import { TapeView } from './views/tape.ts';
import { TicketView } from './views/ticket.ts';
import { MAX_TOASTS, Toasts } from './views/toasts.ts';

// The tab keeps the login across reloads until it is closed.
const SESSION_KEY = 'rtx.session';

const api = new Api(() => logOut('The login has expired.'));
const loginView = new LoginView(async (userName, password) => {
  const session = await api.login(userName, password);
  sessionStorage.setItem(SESSION_KEY, JSON.stringify(session));
  await open(session);
});

function savedSession(): Session | undefined {
  const text = sessionStorage.getItem(SESSION_KEY);
  const session = text === null ? undefined : (JSON.parse(text) as Session);
  return session !== undefined && Date.parse(session.expiresAt) > Date.now() ? session : undefined;
}

function logOut(message?: string): void {
  sessionStorage.removeItem(SESSION_KEY);
  if (message !== undefined) sessionStorage.setItem('rtx.notice', message);
  // A fresh page has no state, timers or connection of the previous user.
  location.reload();
}

async function open(session: Session): Promise<void> {
  api.token = session.accessToken;
  const store = new Store();
  store.session = session;
  const desk = new Desk(api, store);
  makeViews(store, desk);
  loginView.hide();
  required('#desk', HTMLElement).hidden = false;
  await desk.open();
}

function makeViews(store: Store, desk: Desk): void {
  new HeaderView(store, { selectAccount: (accountId) => desk.selectAccount(accountId), logOut });
  const instruments = new InstrumentsView(store, (symbol) => desk.selectInstrument(symbol));
  new BalancesView(store);
  new BlotterView();
  new OrdersView(store, desk);
  new PositionsView(store);
  new FillsView(store);
  new TapeView(store);
  new ChartView(store, desk.candles, (minutes, price) => desk.selectCandles(minutes, price));
  const ticket = new TicketView(store, desk);
  new LadderView(store, (price, restingSide) => ticket.usePrice(price, restingSide));
  showFills(store, desk);
  listenForShortcuts(instruments, ticket);
}

function showFills(store: Store, desk: Desk): void {
  const toasts = new Toasts();
  desk.onFills = (fills) => {
    for (const fill of fills.slice(-MAX_TOASTS)) {
      const spec = store.instruments.get(fill.symbol);
      if (spec === undefined || fill.lastPx == null || fill.lastQty == null) continue;
      const verb = fill.side === 'buy' ? 'Bought' : 'Sold';
      toasts.show(fill.side, `${verb} ${displayQuantity(spec, fill.lastQty)} ${fill.symbol} at ${displayPrice(spec, fill.lastPx)}`);
    }
  };
}

/** Single keys, unless a field has the focus: `/` filters markets, `b` and `s` start an order. */
function listenForShortcuts(instruments: InstrumentsView, ticket: TicketView): void {
  const actions: Record<string, () => void> = {
    '/': () => instruments.focusFilter(),
    b: () => ticket.begin('buy'),
    s: () => ticket.begin('sell'),
  };
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    const action = actions[event.key];
    if (isTyping || action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
}

const saved = savedSession();
if (saved !== undefined) {
  await open(saved);
} else {
  const notice = sessionStorage.getItem('rtx.notice') ?? undefined;
  sessionStorage.removeItem('rtx.notice');
  loginView.show(notice);
}
