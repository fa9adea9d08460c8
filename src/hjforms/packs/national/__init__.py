"""National forms (全国): 人社部发〔2014〕17号 and 人社厅发〔2014〕25号, in force from 2014-07-01."""
