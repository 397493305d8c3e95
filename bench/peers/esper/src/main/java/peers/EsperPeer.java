package peers;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.espertech.esper.runtime.client.EPStatement;

/** Esper. Its clock is moved by the events; a statement's name is the rule's, and what it selects are ids. */
public final class EsperPeer implements Peer {
    private int started;

    public static void main(String[] args) throws Exception {
        Peer.main(new EsperPeer(), args);
    }

    @Override
    public Running start(String rules, Matches matches) throws Exception {
        Configuration configuration = new Configuration();
        configuration.getCommon().addEventType("Tx", Transaction.class);
        configuration.getRuntime().getThreading().setInternalTimerEnabled(false);
        EPCompiled compiled = EPCompilerProvider.getCompiler().compile(rules, new CompilerArguments(configuration));
        EPRuntime runtime = EPRuntimeProvider.getRuntime("bench" + started++, configuration);
        runtime.initialize();
        EPEventService service = runtime.getEventService();
        service.clockExternal();
        service.advanceTime(0);
        for (EPStatement statement : runtime.getDeploymentService().deploy(compiled).getStatements()) {
            String rule = statement.getName();
            String[] names = statement.getEventType().getPropertyNames();
            statement.addListener((fresh, old, from, in) -> {
                if (fresh == null) {
                    return;
                }
                for (EventBean event : fresh) {
                    long[] ids = new long[names.length];
                    for (int i = 0; i < names.length; i++) {
                        ids[i] = ((Number) event.get(names[i])).longValue();
                    }
                    matches.add(rule, ids);
                }
            });
        }
        return new Stream(runtime, service);
    }

    private static final class Stream implements Running {
        private final EPRuntime runtime;
        private final EPEventService service;
        private long now = Long.MIN_VALUE;

        Stream(EPRuntime runtime, EPEventService service) {
            this.runtime = runtime;
            this.service = service;
        }

        @Override
        public void accept(Transaction event) {
            if (event.at > now) {
                now = event.at;
                service.advanceTime(now);
            }
            service.sendEventBean(event, "Tx");
        }

        @Override
        public void end() {
            if (now != Long.MIN_VALUE) {
                service.advanceTime(now + 86_400_000L);
            }
            runtime.destroy();
        }
    }
}
