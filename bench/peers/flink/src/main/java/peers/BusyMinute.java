package peers;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.util.ArrayList;
import java.util.List;

/** W6, for which CEP has no words: count and sum (in cents) of an account's last minute at each event, in event time. */
final class BusyMinute extends KeyedProcessFunction<String, Transaction, String> {
    private final String rule;
    private final Found found;
    private transient MapState<Long, List<Transaction>> waiting;
    private transient ValueState<Ring> minute;

    BusyMinute(String rule, Found found) {
        this.rule = rule;
        this.found = found;
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext().getMapState(
                new MapStateDescriptor<>("waiting", Types.LONG, Types.LIST(TypeInformation.of(Transaction.class))));
        minute = getRuntimeContext().getState(new ValueStateDescriptor<>("minute", Ring.class));
    }

    @Override
    public void processElement(Transaction event, Context context, Collector<String> out) throws Exception {
        if (event.at <= context.timerService().currentWatermark()) {
            return;
        }
        List<Transaction> same = waiting.get(event.at);
        if (same == null) {
            same = new ArrayList<>(1);
            context.timerService().registerEventTimeTimer(event.at);
        }
        same.add(event);
        waiting.put(event.at, same);
    }

    @Override
    public void onTimer(long at, OnTimerContext context, Collector<String> out) throws Exception {
        List<Transaction> same = waiting.get(at);
        if (same == null) {
            return;
        }
        waiting.remove(at);
        Ring ring = minute.value();
        if (ring == null) {
            ring = new Ring();
        }
        ring.dropUpTo(at - 60_000);
        for (Transaction event : same) {
            ring.add(at, Math.round(event.amount * 100));
            if (ring.size > 5 || ring.sum > 500_000) {
                found.add(out, rule, event.id);
            }
        }
        minute.update(ring);
    }

    /** Times and amounts of what is in the window. Flink reads public fields. */
    public static final class Ring {
        public long[] at = new long[8];
        public long[] cents = new long[8];
        public int first;
        public int size;
        public long sum;

        public Ring() {}

        void add(long time, long amount) {
            if (size == at.length) {
                widen();
            }
            int place = (first + size++) % at.length;
            at[place] = time;
            cents[place] = amount;
            sum += amount;
        }

        void dropUpTo(long time) {
            while (size > 0 && at[first] <= time) {
                sum -= cents[first];
                first = (first + 1) % at.length;
                size--;
            }
        }

        private void widen() {
            long[] times = new long[size * 2];
            long[] amounts = new long[size * 2];
            for (int i = 0; i < size; i++) {
                times[i] = at[(first + i) % size];
                amounts[i] = cents[(first + i) % size];
            }
            at = times;
            cents = amounts;
            first = 0;
        }
    }
}
