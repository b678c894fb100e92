//! Running functions, with limits on how long and how deep.

use super::{Expression, Function, Line, Module, Operator, Statement};

/// Most steps of one run.
const MAX_STEPS: u32 = 20_000;
/// Deepest calls.
const MAX_CALLS: u32 = 20;

/// Why a run ended before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::project) struct Failure {
    /// The line of the function that was run.
    pub line: usize,
    /// What went wrong.
    pub what: String,
}

/// Modules that can be run, by name.
#[derive(Debug, Clone, Default)]
pub(in crate::project) struct Program {
    pub modules: Vec<(String, Module)>,
}

/// How a block ended.
enum End {
    /// After its last line.
    Last,
    Returned(i64),
}

type Value = Result<i64, String>;

/// One run: what is left of its steps, and how deep it is.
struct Run<'p> {
    program: &'p Program,
    steps: u32,
    calls: u32,
}

/// The variables of a function, and the module that it stands in.
struct Frame<'p> {
    module: &'p str,
    names: Vec<(String, i64)>,
    line: usize,
}

impl Program {
    /// Runs a function of a module; gives what it returns.
    pub fn run(&self, module: &str, function: &str, values: &[i64]) -> Result<i64, Failure> {
        let mut run = Run { program: self, steps: MAX_STEPS, calls: 0 };
        let found = self.function(module, function);
        let found = found.map_err(|what| Failure { line: 0, what })?;
        let mut line = 0;
        run.call(found, values, &mut line).map_err(|what| Failure { line, what })
    }

    fn module(&self, name: &str) -> Option<&Module> {
        self.modules.iter().find(|(known, _)| known == name).map(|(_, module)| module)
    }

    /// The function that a name means in a module, and the module that it stands in.
    fn function<'p>(&'p self, module: &str, name: &str) -> Result<(&'p str, &'p Function), String> {
        let unknown = || format!("NameError: name '{name}' is not defined");
        let (known, inside) =
            self.modules.iter().find(|(known, _)| known == module).ok_or_else(unknown)?;
        if let Some(function) = inside.functions.iter().rfind(|f| f.name == name) {
            return Ok((known, function));
        }
        let imports = |(_, names): &&(String, Vec<String>)| names.iter().any(|known| known == name);
        let (from, _) = inside.imports.iter().find(imports).ok_or_else(unknown)?;
        let (known, inside) =
            self.modules.iter().find(|(known, _)| known == from).ok_or_else(unknown)?;
        let found = inside.functions.iter().rfind(|f| f.name == name);
        found.map(|function| (known.as_str(), function)).ok_or_else(unknown)
    }

    /// What is wrong with the imports of a module, if something is.
    pub fn imports(&self, module: &Module) -> Result<(), String> {
        for (from, names) in &module.imports {
            let Some(inside) = self.module(from) else {
                return Err(format!("ModuleNotFoundError: No module named '{from}'"));
            };
            let missing = |name: &&String| !inside.functions.iter().any(|f| f.name == **name);
            if let Some(name) = names.iter().find(missing) {
                return Err(format!("ImportError: cannot import name '{name}' from '{from}'"));
            }
        }
        Ok(())
    }
}

impl<'p> Run<'p> {
    /// Calls a function; `line` gets the line that it was in at its end.
    fn call(
        &mut self,
        (module, function): (&'p str, &'p Function),
        values: &[i64],
        line: &mut usize,
    ) -> Value {
        let (takes, given) = (function.parameters.len(), values.len());
        if takes != given {
            let name = &function.name;
            return Err(format!("TypeError: {name}() takes {takes} arguments but got {given}"));
        }
        if self.calls >= MAX_CALLS {
            return Err("RecursionError: maximum recursion depth exceeded".to_owned());
        }
        self.calls += 1;
        let names = function.parameters.iter().cloned().zip(values.iter().copied()).collect();
        let mut frame = Frame { module, names, line: 0 };
        let end = self.block(&function.body, &mut frame);
        self.calls -= 1;
        *line = frame.line;
        Ok(match end? {
            End::Returned(value) => value,
            End::Last => 0,
        })
    }

    fn step(&mut self) -> Result<(), String> {
        self.steps = self.steps.checked_sub(1).ok_or("TimeoutError: the test took too long")?;
        Ok(())
    }

    fn block(&mut self, lines: &'p [Line], frame: &mut Frame<'p>) -> Result<End, String> {
        for line in lines {
            self.step()?;
            frame.line = line.number;
            match &line.does {
                Statement::Pass => {}
                Statement::Return(value) => {
                    return Ok(End::Returned(self.value(value, frame)?));
                }
                Statement::Set(name, value) => {
                    let value = self.value(value, frame)?;
                    frame.set(name, value);
                }
                Statement::Do(value) => _ = self.value(value, frame)?,
                Statement::Assert(condition) => self.assert(condition, frame)?,
                Statement::If(condition, then, other) => {
                    let branch = if self.value(condition, frame)? != 0 { then } else { other };
                    if let End::Returned(value) = self.block(branch, frame)? {
                        return Ok(End::Returned(value));
                    }
                }
                Statement::While(condition, body) => {
                    while self.value(condition, frame)? != 0 {
                        if let End::Returned(value) = self.block(body, frame)? {
                            return Ok(End::Returned(value));
                        }
                    }
                }
                Statement::For { name, from, to, body } => {
                    let (from, to) = (self.value(from, frame)?, self.value(to, frame)?);
                    for value in from..to {
                        self.step()?;
                        frame.set(name, value);
                        if let End::Returned(value) = self.block(body, frame)? {
                            return Ok(End::Returned(value));
                        }
                    }
                }
            }
        }
        Ok(End::Last)
    }

    /// Says both sides of a comparison that does not hold.
    fn assert(&mut self, condition: &'p Expression, frame: &mut Frame<'p>) -> Result<(), String> {
        if let Expression::Two(operator, left, right) = condition {
            let (left, right) = (self.value(left, frame)?, self.value(right, frame)?);
            if two(*operator, left, right)? == 0 {
                return Err(format!("assert {left} {} {right}", operator.spelling()));
            }
        } else if self.value(condition, frame)? == 0 {
            return Err("AssertionError".to_owned());
        }
        Ok(())
    }

    fn value(&mut self, expression: &'p Expression, frame: &mut Frame<'p>) -> Value {
        self.step()?;
        match expression {
            Expression::Number(number) => Ok(*number),
            Expression::Name(name) => frame.get(name),
            Expression::Not(inner) => Ok(i64::from(self.value(inner, frame)? == 0)),
            Expression::Minus(inner) => self.value(inner, frame)?.checked_neg().ok_or_else(large),
            Expression::Two(operator @ (Operator::And | Operator::Or), left, right) => {
                let left = self.value(left, frame)?;
                let decided = (left == 0) == (*operator == Operator::And);
                if decided { Ok(left) } else { self.value(right, frame) }
            }
            Expression::Two(operator, left, right) => {
                let (left, right) = (self.value(left, frame)?, self.value(right, frame)?);
                two(*operator, left, right)
            }
            Expression::Call(name, values) => {
                let values: Vec<i64> = values
                    .iter()
                    .map(|value| self.value(value, frame))
                    .collect::<Result<_, _>>()?;
                match (name.as_str(), values.as_slice()) {
                    ("abs", [value]) => value.checked_abs().ok_or_else(large),
                    ("min", [first, rest @ ..]) => Ok(rest.iter().fold(*first, |a, b| a.min(*b))),
                    ("max", [first, rest @ ..]) => Ok(rest.iter().fold(*first, |a, b| a.max(*b))),
                    _ => {
                        let function = self.program.function(frame.module, name)?;
                        self.call(function, &values, &mut 0)
                    }
                }
            }
        }
    }
}

fn large() -> String {
    "OverflowError: number too large".to_owned()
}

fn two(operator: Operator, left: i64, right: i64) -> Value {
    let zero = || "ZeroDivisionError: division by zero".to_owned();
    Ok(match operator {
        Operator::Or => i64::from(left != 0 || right != 0),
        Operator::And => i64::from(left != 0 && right != 0),
        Operator::Equal => i64::from(left == right),
        Operator::Unequal => i64::from(left != right),
        Operator::AtMost => i64::from(left <= right),
        Operator::AtLeast => i64::from(left >= right),
        Operator::Less => i64::from(left < right),
        Operator::More => i64::from(left > right),
        Operator::Add => left.checked_add(right).ok_or_else(large)?,
        Operator::Subtract => left.checked_sub(right).ok_or_else(large)?,
        Operator::Multiply => left.checked_mul(right).ok_or_else(large)?,
        // Rounded down, and a remainder with the sign of what is divided by, as in Python.
        Operator::Divide | Operator::Remainder if right == 0 => return Err(zero()),
        Operator::Divide => {
            let quotient = left.checked_div(right).ok_or_else(large)?;
            let down = left % right != 0 && (left < 0) != (right < 0);
            quotient - i64::from(down)
        }
        Operator::Remainder => {
            let rest = left.checked_rem(right).ok_or_else(large)?;
            if rest != 0 && (rest < 0) != (right < 0) { rest + right } else { rest }
        }
    })
}

impl Frame<'_> {
    fn get(&self, name: &str) -> Value {
        let found = self.names.iter().find(|(known, _)| known == name);
        found
            .map(|(_, value)| *value)
            .ok_or_else(|| format!("NameError: name '{name}' is not defined"))
    }

    fn set(&mut self, name: &str, value: i64) {
        match self.names.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.names.push((name.to_owned(), value)),
        }
    }
}
