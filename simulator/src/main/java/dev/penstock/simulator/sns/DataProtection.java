package dev.penstock.simulator.sns;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.JsonValue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.GetDataProtectionPolicyRequest;
import software.amazon.awssdk.services.sns.model.GetDataProtectionPolicyResponse;
import software.amazon.awssdk.services.sns.model.PutDataProtectionPolicyRequest;
import software.amazon.awssdk.services.sns.model.PutDataProtectionPolicyResponse;

/** The data protection policies of topics: kept, not acted on. */
final class DataProtection {

    private record Policy(String document) {}

    private final Topics topics;
    private final Table<Policy> policies;

    DataProtection(Topics topics, Store store) {
        this.topics = topics;
        this.policies = store.table("sns.protection", Policy.class);
    }

    PutDataProtectionPolicyResponse put(Call call, PutDataProtectionPolicyRequest request) {
        String arn = topic(call, request.resourceArn());
        String document = request.dataProtectionPolicy() == null ? "" : request.dataProtectionPolicy();
        if (document.isEmpty()) {
            policies.remove(arn);
        } else if (JsonValue.parse(document)
                .filter(JsonValue.Structure.class::isInstance)
                .isPresent()) {
            policies.put(arn, new Policy(document));
        } else {
            throw SnsErrors.invalid("DataProtectionPolicy Reason: the policy is not valid JSON");
        }
        call.effect(arn);
        return PutDataProtectionPolicyResponse.builder().build();
    }

    GetDataProtectionPolicyResponse get(Call call, GetDataProtectionPolicyRequest request) {
        String arn = topic(call, request.resourceArn());
        return GetDataProtectionPolicyResponse.builder()
                .dataProtectionPolicy(policies.get(arn).map(Policy::document).orElse(null))
                .build();
    }

    /** Forgets the policy of a topic that is deleted. */
    void forget(String topicArn) {
        policies.remove(topicArn);
    }

    private String topic(Call call, @Nullable String arn) {
        return topics.require(call.caller(), arn).arn();
    }
}
