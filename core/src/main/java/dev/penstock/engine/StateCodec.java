package dev.penstock.engine;

import dev.penstock.secret.Masker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes states as the journal keeps them, for an action that carries the state of something else within its own. Texts are masked.
 *
 * @param <S> a record, or a sealed interface of records
 */
public final class StateCodec<S> {

    private final Class<S> type;
    private final OnFirstUse<JsonMapper> mapper;
    private final OnFirstUse<RecordWriter> writer;

    /** For states of a type. */
    public StateCodec(Masker masker, Class<S> type) {
        this.type = type;
        this.mapper = new OnFirstUse<>(() -> ExecutionCodec.stateMapper(masker, type));
        this.writer = new OnFirstUse<>(() -> ExecutionCodec.stateWriter(masker, type, mapper));
    }

    /** The state as a tree. */
    public JsonNode write(S state) {
        return writer.get().tree(state);
    }

    /** The state that a tree was made of. */
    public S read(JsonNode tree) {
        return mapper.get().treeToValue(tree, type);
    }
}
