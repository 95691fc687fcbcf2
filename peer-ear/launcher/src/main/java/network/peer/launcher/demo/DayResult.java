package network.peer.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the demo's day came to. */
public record DayResult(
        int users,
        String gems,
        String paid,
        String supplyBaseUnits,
        int finalized,
        int transactions,
        boolean conservationHolds,
        long seconds) {

    private static final int MOST_TRANSACTIONS = 9;
    private static final String PAID = "5000.000000000";
    private static final String SUPPLY = "5000000000000";

    /** Everything that is not as it must be; empty if the day holds. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        expect(problems, "users", DemoPlan.POSTS, users);
        expect(problems, "gems", hundredths(DemoPlan.GEMS_HUNDREDTHS), gems);
        expect(problems, "paid", PAID, paid);
        expect(problems, "supply", SUPPLY, supplyBaseUnits);
        expect(problems, "finalized payouts", DemoPlan.POSTS, finalized);
        expect(problems, "conservation", true, conservationHolds);
        if (transactions < 1 || transactions > MOST_TRANSACTIONS) {
            problems.add(transactions + " transactions instead of 1 to " + MOST_TRANSACTIONS);
        }
        return List.copyOf(problems);
    }

    /** The last line of {@code mvn -q -Prun -Dexit}. */
    public String json() {
        return String.format(
                Locale.ROOT,
                "{\"users\":%d,\"gems\":\"%s\",\"paid\":\"%s\",\"supplyBaseUnits\":\"%s\",\"finalized\":%d,"
                        + "\"transactions\":%d,\"conservation\":\"%s\",\"seconds\":%d}",
                users,
                gems,
                paid,
                supplyBaseUnits,
                finalized,
                transactions,
                conservationHolds ? "ok" : "broken",
                seconds);
    }

    static String hundredths(long hundredths) {
        return String.format(Locale.ROOT, "%d.%02d", hundredths / 100, hundredths % 100);
    }

    private static void expect(List<String> problems, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            problems.add(what + " " + found + " instead of " + expected);
        }
    }
}
