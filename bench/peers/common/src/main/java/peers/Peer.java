package peers;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** An engine that is handed one event after the other, in the order of time. */
public interface Peer {
    /** Takes the rules. Matches may be written until `end` has returned. */
    Running start(String rules, Matches matches) throws Exception;

    interface Running extends Consumer<Transaction> {
        /** The end of the stream: time goes on, so that what did not happen is known. */
        void end() throws Exception;
    }

    /**
     * Arguments: how, rules' text file, events, matches. How is `file`: from the file of events to the file of matches, the whole process
     * measured; `memory`: decoded events, sorted before, after a first run that is not measured; or `state`: what is live after the events
     * of the file, the stream being open.
     */
    static void main(Peer peer, String[] args) throws Exception {
        String rules = java.nio.file.Files.readString(Path.of(args[1]));
        Path events = Path.of(args[2]);
        Path output = Path.of(args[3]);
        if (args[0].equals("file")) {
            try (Matches matches = new Matches(output)) {
                Running running = peer.start(rules, matches);
                Ordering ordering = new Ordering(running);
                Transactions.forEach(events, ordering);
                ordering.end();
                running.end();
            }
            Usage.printWhole();
        } else if (args[0].equals("state")) {
            try (Matches matches = new Matches(output)) {
                Ordering ordering = new Ordering(peer.start(rules, matches));
                Transactions.forEach(events, ordering);
                Usage.printHeap();
                Reference.reachabilityFence(ordering);
            }
        } else {
            List<Transaction> sorted = Transactions.all(events);
            sorted.sort(Comparator.comparingLong(Transaction::getAt));
            fromMemory(peer, rules, sorted, output);
            fromMemory(peer, rules, sorted, output);
            System.gc();
            fromMemory(peer, rules, sorted, output).print();
        }
        System.exit(0);
    }

    private static Usage fromMemory(Peer peer, String rules, List<Transaction> events, Path output) throws Exception {
        try (Matches matches = new Matches(output)) {
            Running running = peer.start(rules, matches);
            Usage usage = new Usage();
            for (Transaction event : events) {
                running.accept(event);
            }
            running.end();
            return usage;
        }
    }
}
