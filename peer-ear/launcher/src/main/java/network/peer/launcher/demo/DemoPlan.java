package network.peer.launcher.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import network.peer.launcher.demo.DemoAct.Kind;

/**
 * Who does what on the demo's day: the figures of a real one, the same for the same seed. Nobody exceeds the free
 * allowance, acts on an own post, or likes or views a post twice; every author is viewed at least once.
 */
record DemoPlan(List<Integer> authors, List<DemoAct> acts) {

    static final int USERS = 120;
    static final int POSTS = 59;
    static final int VIEWS = 776;
    static final int LIKES = 295;
    static final int COMMENTS = 345;
    static final long GEMS_HUNDREDTHS = VIEWS * 25L + LIKES * 500L + COMMENTS * 200L;

    private static final int FREE_LIKES = 3;
    private static final int FREE_COMMENTS = 4;

    static DemoPlan of(long seed) {
        Random random = new Random(seed);
        List<Integer> users = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            users.add(user);
        }
        Collections.shuffle(users, random);
        List<Integer> authors = List.copyOf(users.subList(0, POSTS));
        List<DemoAct> acts = new ArrayList<>();
        acts.addAll(views(authors, random));
        acts.addAll(likes(authors, random));
        acts.addAll(comments(authors, random));
        Collections.shuffle(acts, random);
        return new DemoPlan(authors, List.copyOf(acts));
    }

    private static Set<DemoAct> views(List<Integer> authors, Random random) {
        Set<DemoAct> views = new LinkedHashSet<>();
        for (int post = 0; post < POSTS; post++) {
            views.add(new DemoAct(Kind.VIEW, otherThan(authors.get(post), random), post));
        }
        while (views.size() < VIEWS) {
            int post = random.nextInt(POSTS);
            views.add(new DemoAct(Kind.VIEW, otherThan(authors.get(post), random), post));
        }
        return views;
    }

    private static List<DemoAct> likes(List<Integer> authors, Random random) {
        Set<DemoAct> seen = new HashSet<>();
        List<DemoAct> likes = new ArrayList<>();
        for (int actor : shuffledAllowance(FREE_LIKES, random).subList(0, LIKES)) {
            DemoAct like;
            do {
                like = new DemoAct(Kind.LIKE, actor, random.nextInt(POSTS));
            } while (authors.get(like.post()) == actor || !seen.add(like));
            likes.add(like);
        }
        return likes;
    }

    private static List<DemoAct> comments(List<Integer> authors, Random random) {
        List<DemoAct> comments = new ArrayList<>();
        for (int actor : shuffledAllowance(FREE_COMMENTS, random).subList(0, COMMENTS)) {
            int post;
            do {
                post = random.nextInt(POSTS);
            } while (authors.get(post) == actor);
            comments.add(new DemoAct(Kind.COMMENT, actor, post));
        }
        return comments;
    }

    /** Every user as often as the day's allowance permits, in random order. */
    private static List<Integer> shuffledAllowance(int free, Random random) {
        List<Integer> turns = new ArrayList<>();
        for (int turn = 0; turn < USERS * free; turn++) {
            turns.add(turn % USERS);
        }
        Collections.shuffle(turns, random);
        return turns;
    }

    private static int otherThan(int author, Random random) {
        int user = random.nextInt(USERS - 1);
        return user < author ? user : user + 1;
    }
}
