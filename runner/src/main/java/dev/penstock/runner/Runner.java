package dev.penstock.runner;

import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.Preflight;
import dev.penstock.engine.StartRequest;
import dev.penstock.evidence.EvidenceSigner;
import dev.penstock.journal.Journal;
import dev.penstock.library.Cloud;
import dev.penstock.plan.PlanPipeline;
import dev.penstock.plan.Planner;
import dev.penstock.rollout.Strategies;
import dev.penstock.schema.Schemas;
import dev.penstock.stack.KeptData;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** An engine at work in this process, with all that it needs. */
public interface Runner extends AutoCloseable {

    /** Its journal. */
    Journal journal();

    /** Says what of a pipeline cannot be carried out here. */
    Preflight preflight();

    /** The strategies that releases can go by, those of plugins as well. */
    Strategies strategies();

    /** The clock that executions run on. */
    InstantSource clock();

    /**
     * Makes what the pipeline takes for granted and a simulated account lacks; does nothing in a real account.
     *
     * @return what was made: a full sentence each
     */
    List<String> provision();

    /** What it deploys to. */
    Cloud cloud();

    /** What stacks leave because it holds data. */
    KeptData keptData();

    /** An engine that begins to work, and tells what happens. */
    Engine engine(ExecutionListener listener);

    /** The same, with more said of it while it is built. */
    Engine engine(ExecutionListener listener, UnaryOperator<EngineBuilder> further);

    /** Plans what the pipeline would do to its stacks and environments; nothing stays of it. */
    Planner.Outcome plan(PlanPipeline plan, StartRequest request) throws InterruptedException;

    /** The schemas of databases that the settings tell of. */
    Schemas schemas();

    /**
     * Signs evidence with a key of AWS KMS in the account that executions run in.
     *
     * @param key id or ARN of a key, or {@code alias/NAME} or the ARN of an alias
     * @throws dev.penstock.evidence.EvidenceKeyException when the key does not sign evidence
     * @throws dev.penstock.action.RemoteCallException when KMS refuses or cannot be reached
     */
    EvidenceSigner signer(String key);

    /** Lets go of everything; executions that have not ended can be resumed. */
    @Override
    void close();
}
