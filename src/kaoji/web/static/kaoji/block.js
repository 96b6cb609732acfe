// What a block copied from a spreadsheet says: which of its rows are headings or totals, which column holds the units,
// and which of its values belongs in which field. Nothing is written here; what fits nowhere is said, never passed over.
//
// shape: { names: [name of each row that can be filled in], titles, numbers, dates, options, answers: [of each column], heads:
// [what else may stand above each column, in either language], row, column: the
// field that is stood in, rows: how many rows there are from there on, grows: whether rows can be added, named: whether
// rows bear names }. The answer: { refused: [word, values] } or { puts: [{ name or down, column, value }], isByName,
// rows, heads, totals, left: [names of columns], unknown: [names], isPlain: whether nothing was left out or guessed }.
// What stands for yes and no in cells, as facts have it.
const ANSWERS = { 是: ["是", "有", "对", "√", "✓", "✔", "yes", "y", "true", "t", "1"], 否: ["否", "无", "没有", "×", "✗", "✘", "no", "n", "false", "f", "0"] };
globalThis.answerOf = (value) => Object.keys(ANSWERS).find((answer) => ANSWERS[answer].includes(value.normalize("NFKC").trim().toLowerCase())) || value;
globalThis.readBlock = (text, shape) => {
  const clean = (value) => value.normalize("NFKC").replace(/\s/g, "");
  const bare = (value) => clean(value).replace(/\(.*?\)|[*:_]/g, "").toLowerCase();
  const isNumber = (value) => /^[-+]?[\d,]*\.?\d+%?$/.test(clean(value));
  const TOTAL = /^(合计|总计|小计|共计|汇总|平均|平均分|平均值|total|grandtotal|subtotal|sum|average|mean):?$/i;
  const HEAD = /^(序号|编号|单位|单位名称|考核单位|被考核单位|责任单位|部门|乡镇|街道|乡镇街道|名称|指标|考核指标|备注|排名|名次|no\.?|unit|unitname|department|township|name|indicator|note|notes|remark|remarks|rank|place)$/i;
  const BESIDE = /^(序号|编号|备注|排名|名次|no\.?|number|note|notes|remark|remarks|rank)$/i;
  const SAME = { 备注: "说明", 文号: "依据", 依据材料: "依据", 完成值: "数值", 实际值: "数值", 发生日期: "日期", 发生时间: "日期", 时间: "日期", 分数: "得分", 次数: "数量", 起数: "数量", 件数: "数量", 宗数: "数量", 例数: "数量", date: "日期", remark: "说明", remarks: "说明", notes: "说明", points: "得分", times: "数量" };
  // A day is written in many ways; one without its year, or that no calendar has, is no day.
  const dayOf = (value) => {
    const said = clean(value).match(/^(\d{4})(\d\d)(\d\d)$/) || clean(value).match(/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\d{1,2}:\d\d(?::\d\d)?)?$/);
    if (!said) return "";
    const [year, month, day] = said.slice(1).map(Number), found = new Date(Date.UTC(year, month - 1, day));
    return found.getUTCMonth() === month - 1 && found.getUTCDate() === day ? found.toISOString().slice(0, 10) : "";
  };
  const REGION = /[省市区县州盟旗]$/;

  // ---- names: as they stand here, or with their region before them
  const names = new Map(shape.names.map((name) => [clean(name), name]));
  const isTwice = (name) => shape.names.filter((each) => clean(each) === name).length > 1;
  function match(value) {
    const said = clean(value);
    if (!shape.named || !said) return null;
    if (names.has(said)) return isTwice(said) ? null : { name: names.get(said), isExact: true };
    const found = [...names.keys()].filter((name) => (said.endsWith(name) && REGION.test(said.slice(0, -name.length))) || (name.endsWith(said) && REGION.test(name.slice(0, -said.length))));
    return found.length === 1 ? { name: names.get(found[0]), isExact: false } : null;
  }

  // ---- rows
  let rows = text.split("\n").map((line) => line.split("\t").map((value) => value.trim()));
  while (rows.length && !rows[0].some(Boolean)) rows.shift();
  if (!rows.length) return { refused: ["nothing", {}] };
  const width = Math.max(...rows.map((values) => values.findLastIndex(Boolean) + 1), 1);
  const filled = (values) => values.filter(Boolean);
  const isTotal = (values) => values.length > 1 ? values.slice(0, 3).some((value) => TOTAL.test(clean(value))) : TOTAL.test(clean(values[0]));
  const totals = rows.filter(isTotal);
  rows = rows.filter((values) => !isTotal(values));
  let unitAt = -1;
  if (shape.named && width > 1) {
    const hits = [0, 1, 2].map((at) => rows.filter((values) => match(values[at] || "")).length);
    const best = Math.max(...hits), speaking = rows.filter((values) => values.some(isNumber)).length;
    if (best > 0 && best * 2 >= Math.min(speaking, rows.length)) unitAt = hits.indexOf(best);
  }
  const titles = shape.titles.map((title, at) => [title, ...(shape.heads?.[at] || [])].map(bare));
  const placeOf = (word) => titles.findIndex((all) => all.includes(word));
  const titleAt = (word) => { const said = bare(word), at = placeOf(said); return at >= 0 || !SAME[said] ? at : placeOf(SAME[said]); };
  const heads = [];
  const firstHit = rows.findIndex((values) => match(values[unitAt] || ""));
  const isHeading = (values, at) => {
    const words = filled(values), known = words.filter((word) => HEAD.test(bare(word)) || titleAt(word) >= 0).length;
    if (words.some(isNumber) && known * 2 < words.length) return false;
    if (unitAt >= 0) return at < firstHit && (known > 0 || !words.some(isNumber));
    if (known * 2 >= words.length && known > 0) return true;
    return shape.numbers.every(Boolean) && words.length > 0 && !words.some((word) => /\d/.test(word)) && rows.slice(at + 1).some((row) => row.some(isNumber));
  };
  while (rows.length && heads.length < 4 && isHeading(rows[0], 0)) { heads.push(rows.shift()); if (unitAt >= 0 && match(rows[0]?.[unitAt] || "")) break; }
  const repeated = rows.filter((values) => heads.some((head) => head.join("\t") === values.join("\t")));
  rows = rows.filter((values) => !repeated.includes(values));
  if (!rows.some((values) => filled(values).length) && width > 1) return { refused: ["nothing", {}] };

  // ---- columns
  const wide = [...Array(width).keys()];
  const headOf = (at) => heads.map((head) => head[at] || "").filter(Boolean).pop() || "";
  const isCount = (at) => rows.length > 2 && rows.every((values, down) => clean(values[at] || "") === String(down + 1));
  const left = [];
  let data = wide.filter((at) => at > unitAt);
  for (const at of wide.filter((each) => each < unitAt)) left.push(headOf(at) || "序号");
  if (unitAt < 0 && width > 1 && (BESIDE.test(bare(headOf(0))) || isCount(0)) && titleAt(headOf(0)) < 0) { left.push(headOf(0) || "序号"); data = data.slice(1); }
  const byTitle = new Map(data.map((at) => [at, titleAt(headOf(at))]));
  const isTitled = [...byTitle.values()].some((at) => at >= 0);
  data = data.filter((at) => {
    const isLeft = isTitled ? byTitle.get(at) < 0 : BESIDE.test(bare(headOf(at)));
    if (isLeft && rows.some((values) => values[at])) left.push(headOf(at) || `${at + 1}`);
    return !isLeft;
  });
  const columnOf = (at) => (isTitled ? byTitle.get(at) : shape.column + data.indexOf(at));

  // ---- values
  const puts = [], unknown = [], met = new Set();
  let down = 0, isGuessed = false;
  for (const values of rows) {
    const found = unitAt >= 0 ? match(values[unitAt] || "") : null;
    if (unitAt >= 0 && !values.some(Boolean)) continue;
    if (unitAt >= 0 && !found) { unknown.push(values[unitAt] || filled(values)[0]); continue; }
    if (found && !shape.grows && met.has(found.name)) return { refused: ["twice", { value: found.name }] };
    if (found) { met.add(found.name); isGuessed ||= !found.isExact; }
    for (const at of data) {
      const value = values[at], column = columnOf(at);
      if (value === undefined) continue;
      if (column >= shape.titles.length) { if (value) return { refused: ["wide", { value }] }; continue; }
      if (unitAt < 0 && !shape.grows && down >= shape.rows) { if (value) return { refused: ["long", { value }] }; continue; }
      const options = shape.options[column], title = shape.titles[column];
      if (value && options && !options.includes(shape.answers?.[column] ? answerOf(value) : value)) return { refused: ["option", { value, column: title }] };
      if (value && shape.numbers[column] && !/\d/.test(value) && /[\p{L}]/u.test(value)) return { refused: ["text", { value, column: title }] };
      if (value && shape.dates[column] && !dayOf(value)) return { refused: ["day", { value, column: title }] };
      puts.push({ name: found?.name, down, column, value: value && shape.dates[column] ? dayOf(value) : value });
    }
    down += 1;
  }
  if (!puts.length) return { refused: unknown.length ? ["unknown", { values: unknown.slice(0, 3) }] : ["nothing", {}] };
  const isPlain = !heads.length && !repeated.length && !totals.length && !left.length && !unknown.length && !isGuessed && !(unitAt >= 0 && shape.grows);
  return { puts, isByName: unitAt >= 0, rows: down, heads: heads.length + repeated.length, totals: totals.length, left, unknown, isPlain };
};
