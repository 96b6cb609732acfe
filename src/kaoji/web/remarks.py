"""What the reader of notices remarks, in English; its Chinese in the catalogue is word for word what the reader writes."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

REMARKS = (
    _(
        "The notice does not say how this part of the formula is voted on; its score is taken as given directly. Please check."
    ),
    _("The notice has no indicator for this part of the formula; the office scores it directly for now. Please check."),
    _("The notice gives only the points of this part; the office scores it directly for now. Please check."),
    _(
        "The points of this part are those of the rating sheet “{title}”, whose dimensions are taken for now. Add after the notice who rates and how the marks are put together."
    ),
    _(
        "The points of this part are those of the rating sheet “{title}”; it is marked by the dimensions of the sheet and the note below it. Add after the notice who rates."
    ),
    _(
        "The notice has a rating sheet “{title}” ({marked}); the part that it is for was not found, and it is not in the scheme. Make it a panel if it is needed."
    ),
    _("The points of the indicators of the table make up those of this part, so they stand under it. Please check."),
    _("The notice lists it under “{section}”; the formula uses it directly, so it stands by itself."),
    _(
        "The place is that by total within the group, and nobody reports it. Please check whom it holds for and how ties are treated."
    ),
    _("The office reports places over several years. Please check."),
    _(
        "The column of units has no tick for {kinds}, and no group of this kind was found; it holds for all units for now. Please check."
    ),
    _("The notice gives no full marks; 100 points are taken."),
    _("This part of the formula is taken as the sum of the other indicators. Please check."),
    _("Please check the formula and to whom it applies."),
    _("The notice does not say how bonus and malus enter the total; they are added to it directly. Please check."),
    _("The items of {name} are negative themselves, so the minus became a plus."),
    _("The notice says that “{part}” includes bonus and malus, so they are added to it before it is weighed."),
    _("“{name}” under “{section}” enters by the formula and is not scored again: {text}"),
    _(
        "No groups and no list of units were found in the notice. There is one group “被考核单位” for now; fill in its units."
    ),
    _("No formula of the total was found in the notice; the total is the sum of the parts for now."),
    _("The formula “{text}” was not understood and is not in the scheme. Write it after the notice."),
    _("Please check: people decide where these are equal too; the scheme compares no further."),
    _("The formula “{text}” is about persons and is not in the scheme."),
    _(
        "No group was found for the formula “{text}”; there is another formula, so it is not in the scheme. Please check."
    ),
    _("The formula does not use “{names}”, so it does not count in the total for now. Please check."),
    _("No shares or limits of grades were found in the notice. Write them after the notice."),
    _("The year was not found in the notice. Fill it in."),
    _(
        "The year was not found in the notice; that of the notice before it in the same file, {year}, is taken. Please check."
    ),
    _("It was not found to which groups “{sheet}” applies; it applies to all units for now. Please check."),
    _("The items of the task sheets have no points each; they are scored directly for now."),
    _(
        "The notice names {names} as assessed, without points; they are not in the scheme. Write them after its annexes."
    ),
    _("The units of “{group}” were not found. Fill them in."),
    _(
        "The notice says “{words}”: this is how results are approved and put on notice, not what follows from them. Keep to it when you do so."
    ),
    _("The notice says “{said}” here; it is taken as “{name}”. Please check."),
    _("The notice does not say who gets the prize “{said}”; it is not in the scheme. Please check."),
    _(
        "Equal totals are told apart by “{names}”, which the scheme does not have. Reword them and write them under “order”."
    ),
    _(
        "Please check: the notice gives no constants and no limits for the efficacy coefficient; 60+40 with the best and worst values of the units are taken."
    ),
    _(
        "The notice also makes an index, {own}% of its own and {mean}% of the mean; here only the efficacy coefficient is scored. Please check how the index is used."
    ),
    _("Please check: the notice does not say with which period it compares or how the mean is made."),
    _("Please check: greatest and least are those of the units this year."),
    _("The factors of the parts come to 100 without a percent sign; they are taken as percentages. Please check."),
    _("A dash seems to be lost between the ends of a band (“8089分” is “80-89分”). Please check."),
    _("The notice gives only the shares of the parts; they are taken as the formula of the total. Please check."),
    _(
        "The notice lists no grades and only names them in limits or consequences; “{names}” are taken as the grades for now. Please check."
    ),
    _(
        "The text says “{name} ({said} points)”, the sheet makes it {points}; the sheet is followed for now. Please check."
    ),
    _(
        "The place is that in this part's scores within the group, and nobody reports it. Please check whom it holds for and how ties are treated."
    ),
    _("The notice lists “{units}” twice in “{group}”; they count once for now. Please check."),
    _("This speaks of points or results but is not in the scheme. Decide whether it belongs there."),
    _("Please check: scored by a vote. Complete its full marks, who votes and how votes become points."),
    _("Please check: scored by mark sheets. Complete who marks and how marks are averaged."),
    _("Where “{task}” does not apply, its points go to “{to}”. Please check."),
    _("The notice hands the points on to “{to}”, which was not found. Write when_absent."),
    _("The list of groups in the notice says “{unit}”. Please check."),
    _("The notice does not say how this is scored; the provider scores it directly for now. Please confirm."),
    _("No rule of scoring was found in the words; the provider scores it directly for now. Please confirm."),
    _("These words were not understood. Write their rules after the notice: {words}"),
    _(
        "The points below add up to {sum}, not to the {points} stated here: an item may stand below the wrong one, or a number is wrong. Check the original."
    ),
    _("These words make no rule of scoring (such as a veto or a vote). Set them elsewhere: {words}"),
    _("The rules that were read cannot be scored and were left out. Reword them: {words}"),
    _("Please check: this is very likely, but the words can be read otherwise."),
    _("Please check: the words are vague, and this is only a guess."),
    _("Please check: the target is taken from the line to be reached in the sentence before."),
    _("Please check: the target is taken from the column of targets of the table."),
    _("Please check: the notice gives the weights of those who rate; each marks up to the points of the part for now."),
    _(
        "The notice gives only the points of this part and no way to count votes; the score is entered for now. Please check."
    ),
    _(
        "The notice says “{text}”, and each time is assessed on the same sheet; the scheme has it once. Put the scores of all times together in this proportion before you enter them, or write a part for each time."
    ),
    _("The shares of the grades in the notice exceed 100% together and were left out. Please check."),
    _("Please check: scored by the rate {rate}, that is the points times {rate}."),
    _(
        "Please check: the notice says that less than a whole step counts as one; the rule counts whole steps only and leaves the rest out."
    ),
    _("Please check: the rules both give and take points; from where they start was inferred."),
    _(
        "Please check: the last places are ranked by value among the units of this scheme. Where a higher level gives the places, write them as places."
    ),
    _(
        "Please check: the notice says “{words}”; what is entered with the level “{label}” counts once more in the same rule."
    ),
    _("Please check: the notice says “{words}”; it is a rule of its own. Do not enter it in the one before as well."),
    _("The notice gives the weight in per cent; as many points are taken."),
    _("The notice gives the weight in per cent; it is scored on {points} points and then weighed. Please check."),
    _("The notice lists no points; the {points} points of its rule are taken. Please check."),
    _("The points “{words}” are no number. Fill them in."),
    _("These words became no rule. Please check whether they touch the score: {words}"),
    _("The words of this level hold rules of scoring. Put them to their indicator: {words}"),
    _(
        "The words of this level name other points for some units, which are not in the scheme. Set them by group: {words}"
    ),
    _("The notice does not say to whom; it applies to all units for now. Please check."),
    _("No group is called “{who}”; it applies to all units for now. Please check."),
    _(
        "The grade of these units follows from their place at a higher level; they are not scored. Please check the list and the places."
    ),
    _("Please check: by “{text}”, whom it does not apply to and where the points go was read from the words."),
    _("Please check: the notice says “{text}”; the rest below the same indicator is scaled up for now."),
    _("The notice says “一票否决” without a grade; the lowest, “{grade}”, is taken. Please check."),
    _(
        "The notice says “一票否决” and takes away the right to be graded best, without a grade; the lowest, “{grade}”, is taken. Please check."
    ),
    _("The notice takes away the right to be graded best; it is taken as “not {grade}”. Please check."),
    _("The notice says that it “can” be given directly; an approval is asked for. Please check."),
    _("The place is told by a higher level or a department. Please check among whom, and what happens to equals."),
    _("It was not found which group “{who}” is; it applies to all units for now. Please check."),
    _("How many is read from the words. Please check the kind and the unit."),
    _("The notice says “above” or “more than”; the scheme includes the number itself. Please check."),
    _("The notice does not say who awards it; what was awarded is entered for now. Please check."),
    _("The standard score is not defined; it is taken of a total of 100 points. Please check."),
    _("The notice does not say that it goes by place; it follows the order of totals for now. Please check."),
    _("All other units get this prize. Please check."),
    _("This is how results are approved and put on notice, not what follows from them. Keep to it when you do so."),
    _(
        "The brackets of the notice do not match; one is closed after “{inside}”, so that the weights come to 100%. Please check."
    ),
    _("The formula is made of the weights in the headings of the parts. Please check."),
    _(
        "The notice does not say how places are rounded; they are rounded half up for now. So they can exceed a share (30% of 6 units are 1.8: 2 places). Where no share may be exceeded, choose to leave out the fraction."
    ),
    _(
        "The notice does not say how less than a whole step counts; only whole steps are counted for now: {names} (at 0.5 points for each percentage point below, 0.6 below takes nothing, 1.6 below takes 0.5). Where it counts in proportion, write “（按比例）” behind the rule."
    ),
    _(
        "The notice does not say what becomes of places that stay empty because nobody reaches the line; they go to the next grade for now. Where that grade must not exceed its own share, let them stay empty."
    ),
    _(
        "The notice gives other points for each kind of unit, and no group of this kind was found; the first is taken for now. Set them for each group."
    ),
    _("The notice also says “{words}”, which the scheme cannot say. See to it apart."),
    _(
        "The notice takes away the right to prizes; it is taken as a bar from all of them, and the grade as it comes. Please check."
    ),
    _("The notice says “{points}分以下”; totals below {points}, itself not included, are meant for now. Please check."),
    _(
        "The notice does not say how many get this prize or for which places; it is registered as awarded for now. Please check."
    ),
    _(
        "The items of “{name}” come to {points} points, as many as its weight; they are weighed already, so the formula does not weigh them again."
    ),
    _("The notice says “{said}”; the scheme cannot say a least number. Please check when the prize is decided."),
    _("Both count by weights, so the weight is handed on, and not the points."),
)
