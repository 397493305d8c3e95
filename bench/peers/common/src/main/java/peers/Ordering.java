package peers;

import java.util.Arrays;
import java.util.function.Consumer;

/** Puts events into the order of time for engines that do not: each waits until one five seconds younger was seen. Equal times keep their order. */
public final class Ordering implements Consumer<Transaction> {
    private static final long LATENESS = 5000;
    private final Consumer<Transaction> next;
    private Transaction[] waiting = new Transaction[1 << 15];
    private int first;
    private int end;
    private long newest = Long.MIN_VALUE;

    public Ordering(Consumer<Transaction> next) {
        this.next = next;
    }

    @Override
    public void accept(Transaction event) {
        if (end == waiting.length) {
            makeRoom();
        }
        int place = end++;
        while (place > first && waiting[place - 1].at > event.at) {
            waiting[place] = waiting[place - 1];
            place--;
        }
        waiting[place] = event;
        if (event.at > newest) {
            newest = event.at;
            release(newest - LATENESS - 1);
        }
    }

    /** The end of the stream. */
    public void end() {
        release(Long.MAX_VALUE);
    }

    private void release(long upTo) {
        while (first < end && waiting[first].at <= upTo) {
            next.accept(waiting[first]);
            waiting[first++] = null;
        }
    }

    private void makeRoom() {
        int size = end - first;
        Transaction[] into = size * 2 > waiting.length ? new Transaction[waiting.length * 2] : waiting;
        System.arraycopy(waiting, first, into, 0, size);
        Arrays.fill(into, size, into.length, null);
        waiting = into;
        first = 0;
        end = size;
    }
}
