/** What is waited for, and the function that hands it over; only the first that is handed over counts. */
export interface HandedLater<T> {
  value: Promise<T>;
  hand: (value: T) => void;
}

export function handedLater<T>(): HandedLater<T> {
  let hand: (value: T) => void = () => undefined;
  const value = new Promise<T>((resolve) => {
    hand = resolve;
  });
  return { value, hand };
}
