package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlTree;
import java.time.Instant;
import java.util.List;

/** Key pairs: their names and public halves. Nothing can be entered with them. */
final class KeyCalls {

    private record Key(String name, String id, String fingerprint, String publicKey, Instant created) {}

    private final Table<Key> keys;
    private final Ids ids;
    private final Tags tags;

    KeyCalls(Store store, Ids ids, Tags tags) {
        keys = store.table("ec2.keys", Key.class);
        this.ids = ids;
        this.tags = tags;
    }

    void declare(Operations all) {
        all.operation("ImportKeyPair", FormRequest::builder, this::importKey)
                .operation("DescribeKeyPairs", FormRequest::builder, this::describe)
                .operation("DeleteKeyPair", FormRequest::builder, this::delete);
    }

    private XmlTree importKey(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        String name = request.require("KeyName");
        if (keys.has(place.key() + name)) {
            throw ServiceError.client("InvalidKeyPair.Duplicate", "The keypair already exists");
        }
        StringBuilder fingerprint = new StringBuilder(ids.hex(32));
        for (int i = 30; i > 0; i -= 2) {
            fingerprint.insert(i, ':');
        }
        Key key = new Key(
                name, "key-0" + ids.hex(16), fingerprint.toString(), request.require("PublicKeyMaterial"), call.now());
        keys.put(place.key() + name, key);
        tags.add(TagCalls.arn(place, key.id()), TagCalls.given(request, "key-pair"));
        call.effect(TagCalls.arn(place, key.id()));
        return described(place, key);
    }

    private XmlTree describe(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        List<String> names = request.texts("KeyName");
        names.stream().filter(name -> !keys.has(place.key() + name)).findFirst().ifPresent(name -> {
            throw ServiceError.client("InvalidKeyPair.NotFound", "The key pair '" + name + "' does not exist");
        });
        return new Listing("keySet")
                .way("fingerprint", "keyFingerprint")
                .answer(
                        request,
                        keys.under(place.key()).values().stream()
                                .filter(key -> names.isEmpty() || names.contains(key.name()))
                                .map(key -> described(place, key))
                                .toList());
    }

    private XmlTree delete(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        keys.remove(place.key() + request.require("KeyName"));
        return XmlTree.of().flag("return", true);
    }

    private XmlTree described(Place place, Key key) {
        return Listing.tagged(
                XmlTree.of()
                        .text("keyName", key.name())
                        .text("keyPairId", key.id())
                        .text("keyType", "rsa")
                        .text("keyFingerprint", key.fingerprint())
                        .time("createTime", key.created()),
                tags.of(TagCalls.arn(place, key.id())));
    }
}
