package network.peer.system;

import java.time.LocalDate;
import network.peer.system.People.Person;

/** Gems of a day that is over, which nobody can earn any more: as the database would hold them. */
final class PastGems {
    static final int GEMS_HUNDREDTHS = 500;

    private final People people;
    private final LocalDate day;

    PastGems(People people, LocalDate day) {
        this.people = people;
        this.day = day;
    }

    /** A like of the actor for a new post of the owner. @return the action's id */
    String give(Person owner, Person actor) {
        String action = people.text(
                "with d as (insert into reward_day (day) values ('" + day + "') on conflict do nothing),"
                        + " p as (insert into post (id, author_id, text, created_at) values (gen_random_uuid(),"
                        + "  cast(? as uuid), 'a post', '" + day + "T12:00:00Z') returning id, author_id),"
                        + " a as (insert into content_action (id, kind, actor_id, post_id, post_author_id, payment,"
                        + "  price_base_units, recorded_at, action_day, tokenomics_version) select gen_random_uuid(),"
                        + "  'LIKE', cast(? as uuid), p.id, p.author_id, 'ALLOWANCE', 0, '" + day + "T12:00:00Z', '"
                        + day
                        + "', 1 from p returning id, kind, actor_id, post_id, post_author_id, recorded_at, action_day)"
                        + " select id from a",
                owner.id(),
                actor.id());
        people.text(
                "insert into gem_event (id, action_id, kind, actor_id, post_id, owner_id, gems_hundredths, recorded_at,"
                        + " action_day, reward_day, tokenomics_version) select gen_random_uuid(), id, kind, actor_id,"
                        + " post_id, post_author_id, " + GEMS_HUNDREDTHS
                        + ", recorded_at, action_day, action_day, 1 from content_action"
                        + " where id = cast(? as uuid) returning id",
                action);
        return action;
    }
}
