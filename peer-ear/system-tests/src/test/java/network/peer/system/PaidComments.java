package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import network.peer.launcher.PeerStack;
import network.peer.ledger.LedgerAccountId;
import network.peer.system.People.Person;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.token.TokenAmount;

/** One who comments on somebody's post, by GraphQL as a client does, until it costs tokens. */
final class PaidComments {
    private static final LocalDate DAY = LocalDate.parse("2024-01-01");
    private static final String COMMENT =
            "mutation($key: String!, $post: ID!) { commentOnPost(idempotencyKey: $key, postId: $post, text: \"so true\")"
                    + " { payment price { baseUnits } } }";

    private final Payouts books;
    private final Api api;
    private final Person fan;
    private final String fansToken;
    private final String post;
    private int comments;

    PaidComments(PeerStack stack, Payouts books) {
        this.books = books;
        this.api = new Api(stack.url());
        People people = new People(api, stack.database());
        Person author = people.verified();
        this.fan = people.verified();
        this.fansToken = people.accessToken(fan);
        this.post = api.call(
                        people.accessToken(author),
                        "mutation { createPost(idempotencyKey: \"post\", text: \"something\") { postId } }")
                .data("createPost")
                .path("postId")
                .asText();
    }

    /** Pays the commenter, who gets a wallet by it. */
    void fund(TokenAmount amount) {
        UUID account = UUID.fromString(
                books.text("select id from ledger_account where user_id = '" + fan.id() + "' and unit = 'PEER'"));
        Holder holder = new Holder(UUID.fromString(fan.id()), new LedgerAccountId(account));
        books.inTransaction(em -> Holders.pay(em, DAY, amount, holder));
    }

    /** Comments once. @return its price in base units, zero if it was free */
    long comment() {
        Api.Answer answer = api.call(fansToken, COMMENT, Map.of("key", "comment-" + comments++, "post", post));
        assertThat(answer.code()).as(answer.body()).isEqualTo("OK");
        JsonNode receipt = answer.data("commentOnPost");
        return receipt.path("price").path("baseUnits").asLong();
    }

    String wallet() {
        return books.text("select address from wallet where user_id = '" + fan.id() + "'");
    }
}
