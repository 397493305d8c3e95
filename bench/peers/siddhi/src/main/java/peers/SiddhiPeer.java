package peers;

import io.siddhi.core.SiddhiAppRuntime;
import io.siddhi.core.SiddhiManager;
import io.siddhi.core.event.Event;
import io.siddhi.core.stream.input.InputHandler;
import io.siddhi.core.stream.output.StreamCallback;

import java.util.Arrays;
import java.util.List;

/** Siddhi in playback: time is that of the events. A stream whose name ends with `Out` is a rule, and its whole-number attributes are ids. */
public final class SiddhiPeer implements Peer {
    private static final String STREAM = """
            @app:name('bench')
            @app:playback
            define stream Tx (id long, account string, card string, merchant string, device string, country string, amount double, at long);
            define stream Tick (at long);
            from Tick select at insert into Ticked;
            """;
    private static final List<String> IDS = Arrays.asList("id", "first", "middle", "last");

    public static void main(String[] args) throws Exception {
        Peer.main(new SiddhiPeer(), args);
    }

    @Override
    public Running start(String rules, Matches matches) {
        SiddhiManager manager = new SiddhiManager();
        SiddhiAppRuntime app = manager.createSiddhiAppRuntime(STREAM + rules);
        app.getStreamDefinitionMap().forEach((name, definition) -> {
            if (name.endsWith("Out")) {
                app.addCallback(name, callback(name.substring(0, name.length() - 3), definition.getAttributeNameArray(), matches));
            }
        });
        app.start();
        return new Stream(manager, app);
    }

    private static StreamCallback callback(String rule, String[] names, Matches matches) {
        int[] places = java.util.stream.IntStream.range(0, names.length).filter(i -> IDS.contains(names[i])).toArray();
        return new StreamCallback() {
            @Override
            public void receive(Event[] events) {
                for (Event event : events) {
                    long[] ids = new long[places.length];
                    for (int i = 0; i < places.length; i++) {
                        Object id = event.getData(places[i]);
                        ids[i] = id == null ? -1 : ((Number) id).longValue();
                    }
                    matches.add(rule, ids);
                }
            }
        };
    }

    private static final class Stream implements Running {
        private final SiddhiManager manager;
        private final SiddhiAppRuntime app;
        private final InputHandler transactions;
        private final InputHandler ticks;
        private long now;

        Stream(SiddhiManager manager, SiddhiAppRuntime app) {
            this.manager = manager;
            this.app = app;
            transactions = app.getInputHandler("Tx");
            ticks = app.getInputHandler("Tick");
        }

        @Override
        public void accept(Transaction event) {
            now = event.at;
            try {
                transactions.send(now, new Object[] {event.id, event.account, event.card, event.merchant, event.device, event.country,
                        event.amount, event.at});
            } catch (InterruptedException error) {
                throw new IllegalStateException(error);
            }
        }

        /** Time goes on with events alone: one of another stream, a day later, lets absences be known. */
        @Override
        public void end() throws Exception {
            if (now != 0) {
                ticks.send(now + 86_400_000L, new Object[] {now + 86_400_000L});
                Thread.sleep(200);
            }
            app.shutdown();
            manager.shutdown();
        }
    }
}
